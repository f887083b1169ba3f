/** The header of one MPEG audio frame (ISO/IEC 11172-3 §2.4.1.3, 13818-3). */
export interface MpegFrame {
  /** 1, 2 or 2.5. */
  readonly version: number
  readonly layer: 1 | 2 | 3
  /** In free format the header tells neither bit rate nor size. */
  readonly free: boolean
  /** Bits per second; 0 in free format. */
  readonly bitrate: number
  readonly padding: 0 | 1
  readonly sampleRate: number
  readonly channels: 1 | 2
  readonly samples: number
  /** Bytes from this header to the next; 0 in free format. */
  readonly size: number
  /** Bytes between the header and the main data of a layer III frame. */
  readonly sideInfo: number
}

// Kilobits per second by bit rate index; 0 is free format, 15 is forbidden.
const rates = {
  v1l1: [0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
  v1l2: [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
  v1l3: [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  v2l1: [0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
  v2: [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
}
const sampleRates = [44100, 48000, 32000]

function kilobits(version: number, layer: number, index: number): number | undefined {
  if (version === 1) return (layer === 3 ? rates.v1l3 : layer === 2 ? rates.v1l2 : rates.v1l1)[index]
  return (layer === 1 ? rates.v2l1 : rates.v2)[index]
}

/** Decodes the header at `at`; `undefined` when there is none. */
export function mpegFrame(bytes: Uint8Array, at: number): MpegFrame | undefined {
  const second = bytes[at + 1] ?? 0
  const third = bytes[at + 2] ?? 0xff
  if (bytes[at] !== 0xff || (second & 0xe0) !== 0xe0 || at + 4 > bytes.byteLength) return undefined
  const versionBits = (second >> 3) & 3
  const layerBits = (second >> 1) & 3
  const rateIndex = (third >> 2) & 3
  if (versionBits === 1 || layerBits === 0 || rateIndex === 3) return undefined
  const version = versionBits === 3 ? 1 : versionBits === 2 ? 2 : 2.5
  const layer = layerBits === 1 ? 3 : layerBits === 2 ? 2 : 1
  const rate = kilobits(version, layer, third >> 4)
  if (rate === undefined) return undefined
  const bitrate = rate * 1000
  const sampleRate = (sampleRates[rateIndex] ?? 44100) / (version === 1 ? 1 : version === 2 ? 2 : 4)
  const padding = ((third >> 1) & 1) === 1 ? 1 : 0
  const samples = layer === 1 ? 384 : layer === 3 && version !== 1 ? 576 : 1152
  const channels = (bytes[at + 3] ?? 0) >> 6 === 3 ? 1 : 2
  const size =
    bitrate === 0
      ? 0
      : layer === 1
        ? (Math.floor((12 * bitrate) / sampleRate) + padding) * 4
        : Math.floor(((samples / 8) * bitrate) / sampleRate) + padding
  const sideInfo = version === 1 ? (channels === 1 ? 17 : 32) : channels === 1 ? 9 : 17
  return { version, layer, free: bitrate === 0, bitrate, padding, sampleRate, channels, samples, size, sideInfo }
}

/** Whether two headers can belong to one stream: all that may not change is the same. */
export function sameStream(bytes: Uint8Array, at: number, other: MpegFrame): boolean {
  const frame = mpegFrame(bytes, at)
  return (
    frame !== undefined &&
    frame.version === other.version &&
    frame.layer === other.layer &&
    frame.sampleRate === other.sampleRate &&
    frame.free === other.free
  )
}
