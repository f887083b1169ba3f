import type { ByteSource } from '../../../core/ports/byte-source.ts'
import type { AudioRange } from '../audio-key.ts'
import { ByteWindow } from '../byte-window.ts'
import { id3v2End, isId3v2 } from '../id3/id3v2.ts'
import { latin1 } from '../text-bytes.ts'
import { asfPayload } from './asf-payload.ts'
import { aiffPayload, dffPayload, dsfPayload } from './chunks.ts'
import { matroskaPayload } from './matroska-payload.ts'

/** Where the music of a file lies, and tags that our own parsers read in it. */
export interface Payload {
  /** Name and version of the rule, for the audio key. */
  readonly rule: string
  readonly ranges: readonly AudioRange[]
  /** Where an ID3v2 tag stands, if there is one. */
  readonly id3At: number | undefined
  /** Whether APEv2, ID3v1 and Lyrics3 tags may stand at the end, after the music. */
  readonly trailingTags: boolean
}

interface Container {
  readonly begins: (head: Uint8Array) => boolean
  readonly locate: (window: ByteWindow, start: number) => Omit<Payload, 'trailingTags'> | undefined
  readonly trailingTags?: true
}

const text = (mark: string) => (head: Uint8Array) => latin1(head, 0, mark.length) === mark
const form = (outer: string, inner: string) => (head: Uint8Array) =>
  latin1(head, 0, 4) === outer && latin1(head, 8, 8 + inner.length) === inner

/** Everything from the start of the stream on. Tags before and behind it are left out by the caller. */
const stream =
  (rule: string): Container['locate'] =>
  (window, start) => ({
    rule,
    ranges: [{ offset: start, length: window.size - start }],
    id3At: start > 0 ? 0 : undefined,
  })

/** The formats that have no reader of our own: how each begins and where its music lies. */
const containers: readonly Container[] = [
  { begins: form('FORM', 'AIF'), locate: aiffPayload },
  { begins: text('DSD '), locate: dsfPayload },
  { begins: text('FRM8'), locate: dffPayload },
  { begins: text('\x30\x26\xb2\x75'), locate: asfPayload },
  { begins: text('\x1a\x45\xdf\xa3'), locate: matroskaPayload },
  { begins: text('MAC '), locate: stream('ape.1'), trailingTags: true },
  { begins: text('MPCK'), locate: stream('mpc.1'), trailingTags: true },
  { begins: text('MP+'), locate: stream('mpc.1'), trailingTags: true },
  { begins: text('wvpk'), locate: stream('wv.1'), trailingTags: true },
  { begins: text('TTA1'), locate: stream('tta.1'), trailingTags: true },
  { begins: isAdts, locate: stream('aac.1'), trailingTags: true },
]

/** An ADTS frame header: sync word and layer 0 (ISO/IEC 13818-7 §6.2). */
function isAdts(head: Uint8Array): boolean {
  return head[0] === 0xff && ((head[1] ?? 0) & 0xf6) === 0xf0
}

const mostLeadingTags = 4

/** Locates the music of a file that has no reader of our own; `undefined` when no rule is known for it. */
export function locatePayload(bytes: ByteSource): Payload | undefined {
  let start = 0
  let head = bytes.view(0, 16).slice()
  for (let tags = 0; tags < mostLeadingTags && isId3v2(head, 0); tags++) {
    start = id3v2End(head, start)
    head = bytes.view(start, 16).slice()
  }
  const container = containers.find(({ begins }) => begins(head))
  const located = container?.locate(new ByteWindow(bytes), start)
  if (located === undefined) return undefined
  return {
    ...located,
    id3At: located.id3At ?? (start > 0 ? 0 : undefined),
    trailingTags: container?.trailingTags ?? false,
  }
}
