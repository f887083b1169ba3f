import type { ByteWindow } from '../byte-window.ts'
import { type Atom, findAtom, fourCc, fourCcText, readAtom } from './atom.ts'
import { readAudioSpecificConfig, readEsds } from './esds.ts'

/** What the sample description of an audio track says. */
export interface Mp4Codec {
  readonly codec: string
  readonly profile: string | undefined
  readonly lossless: boolean
  readonly sampleRate: number | undefined
  readonly channels: number | undefined
  readonly bitsPerSample: number | undefined
}

interface Named {
  readonly codec: string
  readonly lossless: boolean
}

const lossy = (codec: string): Named => ({ codec, lossless: false })
const lossless = (codec: string): Named => ({ codec, lossless: true })

/** Sample entry types (mp4ra.org "codecs", QuickTime File Format "Sound Sample Descriptions"). */
const entries = new Map<number, Named>(
  (
    [
      ['mp4a', lossy('aac')],
      ['alac', lossless('alac')],
      ['ac-3', lossy('ac3')],
      ['ec-3', lossy('eac3')],
      ['ac-4', lossy('ac4')],
      ['Opus', lossy('opus')],
      ['fLaC', lossless('flac')],
      ['.mp3', lossy('mp3')],
      ['dtsc', lossy('dts')],
      ['dtsh', lossy('dts')],
      ['dtse', lossy('dts')],
      ['dtsl', lossless('dts')],
      ['mlpa', lossless('mlp')],
      ['samr', lossy('amr')],
      ['sawb', lossy('amr-wb')],
      ['ulaw', lossy('pcm-mulaw')],
      ['alaw', lossy('pcm-alaw')],
      ['ima4', lossy('adpcm-ima')],
      ['MAC3', lossy('mace3')],
      ['MAC6', lossy('mace6')],
      ['Qclp', lossy('qcelp')],
      ['raw ', lossless('pcm')],
      ['sowt', lossless('pcm')],
      ['twos', lossless('pcm')],
      ['lpcm', lossless('pcm')],
      ['ipcm', lossless('pcm')],
      ['fpcm', lossless('pcm')],
      ['in24', lossless('pcm')],
      ['in32', lossless('pcm')],
      ['fl32', lossless('pcm')],
      ['fl64', lossless('pcm')],
    ] as const
  ).map(([name, named]) => [fourCc(name), named]),
)

const alac = fourCc('alac')
const dfLa = fourCc('dfLa')
const esds = fourCc('esds')
const wave = fourCc('wave')
const mp4a = fourCc('mp4a')
const enca = fourCc('enca')
const sinf = fourCc('sinf')
const frma = fourCc('frma')
const fLaC = fourCc('fLaC')

/** Whether a sample entry type is one of audio, for tracks whose handler does not tell. */
export function isAudioEntry(window: ByteWindow, stsd: Atom | undefined): boolean {
  if (stsd === undefined) return false
  const type = readAtom(window, stsd.body + 8, stsd.end)?.type ?? 0
  return entries.has(type) || type === enca
}

/** Reads the first entry of an `stsd` box (ISO/IEC 14496-12 §12.2.3, QuickTime File Format "Sound Sample Description"). */
export function readCodec(window: ByteWindow, stsd: Atom): Mp4Codec | undefined {
  const entry = readAtom(window, stsd.body + 8, stsd.end)
  if (entry === undefined || entry.end < entry.body + 28) return undefined
  const version = window.u16(entry.body + 8)
  // QuickTime's versions 1 and 2 add 16 and 36 bytes before the boxes that follow.
  const extensions = entry.body + 28 + (version === 1 ? 16 : version === 2 ? 36 : 0)
  const type = entry.type === enca ? originalFormat(window, extensions, entry.end) : entry.type
  const named = entries.get(type) ?? {
    codec:
      fourCcText(type)
        .replace(/[^\x21-\x7e]/g, '')
        .toLowerCase() || 'unknown',
    lossless: false,
  }
  const base: Mp4Codec = {
    ...named,
    profile: undefined,
    channels: window.u16(entry.body + 16) || undefined,
    bitsPerSample: window.u16(entry.body + 18) || undefined,
    sampleRate: window.u16(entry.body + 24) || undefined,
  }
  if (type === mp4a) return withEsds(window, base, extensions, entry.end)
  if (type === alac) return withAlacCookie(window, base, extensions, entry.end)
  if (type === fLaC) return withStreamInfo(window, base, extensions, entry.end)
  return base
}

function originalFormat(window: ByteWindow, position: number, end: number): number {
  const scheme = findAtom(window, position, end, sinf)
  const format = scheme && findAtom(window, scheme.body, scheme.end, frma)
  return format === undefined ? enca : window.u32(format.body)
}

/** QuickTime files put the codec's own box inside `wave`. */
function findInside(window: ByteWindow, position: number, end: number, type: number): Atom | undefined {
  const direct = findAtom(window, position, end, type)
  if (direct !== undefined) return direct
  const wrapper = findAtom(window, position, end, wave)
  return wrapper && findAtom(window, wrapper.body, wrapper.end, type)
}

function withEsds(window: ByteWindow, base: Mp4Codec, position: number, end: number): Mp4Codec {
  const box = findInside(window, position, end, esds)
  const stream = box && readEsds(window, box.body + 4, box.end)
  if (stream === undefined) return base
  const codec = { ...base, codec: stream.codec }
  if (stream.config === undefined) return codec
  const { start, end: configEnd } = stream.config
  const config = readAudioSpecificConfig(window.bytes(start, configEnd - start))
  if (config === undefined) return codec
  return {
    ...codec,
    codec: config.codec ?? codec.codec,
    lossless: config.codec === 'als' || config.codec === 'sls',
    profile: config.profile,
    // A rate above 65,535 Hz does not fit the sample entry.
    sampleRate: base.sampleRate ?? config.sampleRate,
    channels: base.channels ?? config.channels,
  }
}

/** ALACSpecificConfig: alac.macosforge.org, "ALAC Magic Cookie Description". */
function withAlacCookie(window: ByteWindow, base: Mp4Codec, position: number, end: number): Mp4Codec {
  const cookie = findInside(window, position, end, alac)
  if (cookie === undefined || cookie.end - cookie.body < 28) return base
  const config = cookie.body + 4
  return {
    ...base,
    bitsPerSample: window.u8(config + 5) || base.bitsPerSample,
    channels: window.u8(config + 9) || base.channels,
    sampleRate: window.u32(config + 20) || base.sampleRate,
  }
}

/** The STREAMINFO block inside `dfLa` (github.com/xiph/flac, "Encapsulation of FLAC in ISO Base Media File Format" §3.3.2). */
function withStreamInfo(window: ByteWindow, base: Mp4Codec, position: number, end: number): Mp4Codec {
  const box = findAtom(window, position, end, dfLa)
  if (box === undefined || box.end - box.body < 42) return base
  const packed = window.u32(box.body + 4 + 4 + 10)
  return {
    ...base,
    sampleRate: packed >>> 12 || base.sampleRate,
    channels: ((packed >>> 9) & 7) + 1,
    bitsPerSample: ((packed >>> 4) & 31) + 1,
  }
}
