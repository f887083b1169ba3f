import type { ByteWindow } from '../byte-window.ts'

/** A `fmt ` chunk (Microsoft, "Multimedia Programming Interface and Data Specifications 1.0"). */
export interface WaveFormat {
  readonly codec: string
  readonly lossless: boolean
  readonly channels: number
  readonly sampleRate: number
  readonly bytesPerSecond: number
  /** Bytes of one sample of all channels, or of one block of a compressed codec. */
  readonly blockAlign: number
  readonly bitsPerSample: number
}

/** Format tags (RFC 2361, appendix A). */
const codecs: ReadonlyMap<number, string> = new Map([
  [0x0001, 'pcm'],
  [0x0002, 'adpcm'],
  [0x0003, 'pcm'],
  [0x0006, 'pcm-alaw'],
  [0x0007, 'pcm-mulaw'],
  [0x0011, 'adpcm'],
  [0x0031, 'gsm'],
  [0x0050, 'mp2'],
  [0x0055, 'mp3'],
  [0x00ff, 'aac'],
  [0x1600, 'aac'],
  [0x1602, 'aac'],
  [0x2000, 'ac3'],
  [0x2001, 'dts'],
])

const extensible = 0xfffe
/** Where the format tag stands in an extensible format: the first two bytes of its GUID. */
const subFormatAt = 24

/** Reads a `fmt ` chunk; `undefined` when it is too short to be one. */
export function readWaveFormat(
  window: ByteWindow,
  { body, end }: { readonly body: number; readonly end: number },
): WaveFormat | undefined {
  if (end - body < 16) return undefined
  const declared = window.u16le(body)
  const tag = declared === extensible && end - body >= subFormatAt + 2 ? window.u16le(body + subFormatAt) : declared
  const codec = codecs.get(tag) ?? `wav-${tag.toString(16)}`
  return {
    codec,
    lossless: codec === 'pcm',
    channels: window.u16le(body + 2),
    sampleRate: window.u32le(body + 4),
    bytesPerSecond: window.u32le(body + 8),
    blockAlign: window.u16le(body + 12),
    bitsPerSample: window.u16le(body + 14),
  }
}
