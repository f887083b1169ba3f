/** What the first packet of a logical stream says. */
export interface OggCodec {
  readonly codec: 'vorbis' | 'opus' | 'speex' | 'flac'
  readonly lossless: boolean
  /** Packets before the audio, the first one included. */
  readonly headerPackets: number
  /** Units per second in which granule positions count. */
  readonly granuleRate: number
  /** Hz, as the encoder was fed. */
  readonly sampleRate: number | undefined
  readonly channels: number | undefined
  readonly bitsPerSample: number | undefined
  /** Bits per second as declared. */
  readonly nominalBitrate: number | undefined
  /** Units of granule position to drop at the start. */
  readonly preSkip: number
  /** MD5 of the decoded audio, in hexadecimal, of a FLAC stream that has it. */
  readonly md5: string | undefined
  /** Sizes of short and long blocks of Vorbis, frames of a packet of Speex. */
  readonly blockSizes: readonly [number, number]
}

function dataView(packet: Uint8Array): DataView {
  return new DataView(packet.buffer, packet.byteOffset, packet.byteLength)
}

function startsWith(packet: Uint8Array, signature: string): boolean {
  if (packet.length < signature.length) return false
  for (let i = 0; i < signature.length; i++) if (packet[i] !== signature.charCodeAt(i)) return false
  return true
}

const common = {
  lossless: false,
  bitsPerSample: undefined,
  nominalBitrate: undefined,
  preSkip: 0,
  md5: undefined,
  blockSizes: [0, 0],
} as const

/** Bytes of the first packet that {@link identifyCodec} looks at. */
export const identificationBytes = 80

/** Recognises the first packet of a logical stream; `undefined` for what is not audio that we know. */
export function identifyCodec(packet: Uint8Array): OggCodec | undefined {
  if (startsWith(packet, '\x01vorbis')) return vorbis(packet)
  if (startsWith(packet, 'OpusHead')) return opus(packet)
  if (startsWith(packet, 'Speex   ')) return speex(packet)
  if (startsWith(packet, '\x7fFLAC')) return flac(packet)
  return undefined
}

/** Vorbis I §4.2.2. */
function vorbis(packet: Uint8Array): OggCodec | undefined {
  if (packet.length < 29) return undefined
  const view = dataView(packet)
  const sampleRate = view.getUint32(12, true)
  const nominal = view.getInt32(20, true)
  const sizes = view.getUint8(28)
  if (sampleRate === 0) return undefined
  return {
    ...common,
    codec: 'vorbis',
    headerPackets: 3,
    granuleRate: sampleRate,
    sampleRate,
    channels: view.getUint8(11) || undefined,
    nominalBitrate: nominal > 0 ? nominal : undefined,
    blockSizes: [1 << (sizes & 15), 1 << (sizes >> 4)],
  }
}

/** RFC 7845 §5.1. Granule positions count at 48 kHz whatever the rate of the input was. */
function opus(packet: Uint8Array): OggCodec | undefined {
  if (packet.length < 19) return undefined
  const view = dataView(packet)
  return {
    ...common,
    codec: 'opus',
    headerPackets: 2,
    granuleRate: 48_000,
    sampleRate: view.getUint32(12, true) || 48_000,
    channels: view.getUint8(9) || undefined,
    preSkip: view.getUint16(10, true),
  }
}

/** The Speex manual, "Ogg file format". */
function speex(packet: Uint8Array): OggCodec | undefined {
  if (packet.length < 80) return undefined
  const view = dataView(packet)
  const sampleRate = view.getUint32(36, true)
  const nominal = view.getInt32(52, true)
  const frame = Math.min(view.getUint32(56, true) * Math.max(1, view.getUint32(64, true)), 1_000_000)
  if (sampleRate === 0) return undefined
  return {
    ...common,
    codec: 'speex',
    headerPackets: 2 + Math.min(view.getUint32(68, true), 16),
    granuleRate: sampleRate,
    sampleRate,
    channels: view.getUint32(48, true) || undefined,
    nominalBitrate: nominal > 0 ? nominal : undefined,
    blockSizes: [frame, frame],
  }
}

/** RFC 9639 §10.1, with the STREAMINFO block of §8.2. */
function flac(packet: Uint8Array): OggCodec | undefined {
  if (packet.length < 51) return undefined
  const view = dataView(packet)
  const info = 17
  const packed = view.getUint32(info + 10)
  const sampleRate = packed >>> 12
  if (sampleRate === 0) return undefined
  const smallest = view.getUint16(info)
  const largest = view.getUint16(info + 2)
  const md5 = Buffer.from(packet.subarray(info + 18, info + 34)).toString('hex')
  return {
    ...common,
    codec: 'flac',
    lossless: true,
    headerPackets: 1 + view.getUint16(7),
    granuleRate: sampleRate,
    sampleRate,
    channels: ((packed >>> 9) & 7) + 1,
    bitsPerSample: ((packed >>> 4) & 31) + 1,
    md5: /^0+$/.test(md5) ? undefined : md5,
    blockSizes: smallest === largest ? [largest, largest] : [0, 0],
  }
}
