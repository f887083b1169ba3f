import type { AudioRange } from '../audio-key.ts'
import type { ByteWindow } from '../byte-window.ts'
import type { Payload } from './payload.ts'

const ebml = 0x1a45_dfa3
const segment = 0x1853_8067
const cluster = 0x1f43_b675
/** What may stand in a cluster whose size is unknown ends at the next of these: Cues, Tags, Attachments, Chapters, another cluster. */
const mostElements = 200_000

interface Element {
  readonly id: number
  readonly body: number
  /** `undefined` when the size is unknown. */
  readonly end: number | undefined
}

/** Matroska and WebM: the contents of the clusters (RFC 9559 §5.1.3), which taggers leave as they are when they move them. */
export function matroskaPayload(window: ByteWindow, start: number): Omit<Payload, 'trailingTags'> | undefined {
  const ranges: AudioRange[] = []
  let at = start
  for (let i = 0; i < mostElements && at < window.size; i++) {
    const element = readElement(window, at)
    if (element === undefined) break
    if (element.id === segment) {
      at = element.body
      continue
    }
    const end = Math.min(element.end ?? window.size, window.size)
    if (element.id === cluster) ranges.push({ offset: element.body, length: end - element.body })
    else if (element.id === ebml && at > start) break
    at = end
  }
  return ranges.length === 0 ? undefined : { rule: 'mka.1', ranges, id3At: undefined }
}

/** RFC 8794 §5 and §6: identifier and size, each as long as the zeros before its first one say. */
function readElement(window: ByteWindow, at: number): Element | undefined {
  const idBytes = Math.clz32(window.u8(at)) - 23
  if (idBytes > 4) return undefined
  let id = 0
  for (let i = 0; i < idBytes; i++) id = id * 256 + window.u8(at + i)
  const sizeAt = at + idBytes
  const sizeBytes = Math.clz32(window.u8(sizeAt)) - 23
  if (sizeBytes > 8) return undefined
  let size = window.u8(sizeAt) & (0xff >> sizeBytes)
  let unknown = size === 0xff >> sizeBytes
  for (let i = 1; i < sizeBytes; i++) {
    const byte = window.u8(sizeAt + i)
    unknown &&= byte === 0xff
    size = size * 256 + byte
  }
  const body = sizeAt + sizeBytes
  return { id, body, end: unknown ? undefined : body + size }
}
