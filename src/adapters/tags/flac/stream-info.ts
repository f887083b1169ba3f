import { hexOf } from '../text-bytes.ts'

/** Length of a STREAMINFO block (RFC 9639 §8.2). */
export const streamInfoBytes = 34

/** What STREAMINFO says about the audio. */
export interface StreamInfo {
  /** Samples of each frame but the last, in streams of fixed block size. */
  readonly blockSize: number
  readonly sampleRate: number
  readonly channels: number
  readonly bitsPerSample: number
  /** 0 when the encoder did not know. */
  readonly totalSamples: number
  /** MD5 of the decoded audio in hex; absent when the encoder could not go back to write it. */
  readonly md5: string | undefined
}

/** Reads the STREAMINFO block whose content begins at `at`. */
export function streamInfo(bytes: Uint8Array, at: number): StreamInfo {
  const byte = (offset: number): number => bytes[at + offset] ?? 0
  const low = ((byte(14) << 24) | (byte(15) << 16) | (byte(16) << 8) | byte(17)) >>> 0
  const md5 = hexOf(bytes, at + 18, at + 34)
  return {
    blockSize: (byte(0) << 8) | byte(1),
    sampleRate: (byte(10) << 12) | (byte(11) << 4) | (byte(12) >> 4),
    channels: ((byte(12) >> 1) & 7) + 1,
    bitsPerSample: (((byte(12) & 1) << 4) | (byte(13) >> 4)) + 1,
    totalSamples: (byte(13) & 15) * 0x1_0000_0000 + low,
    md5: /^0*$/.test(md5) ? undefined : md5,
  }
}
