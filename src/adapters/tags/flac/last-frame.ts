import type { ByteSource } from '../../../core/ports/byte-source.ts'

/** The last frame of any common stream begins in as many bytes before the end. */
const searchBytes = 128 * 1024

/** The longest frame header: 4 bytes, 7 of the number, 2 of the block size, 2 of the sample rate, CRC (RFC 9639 §9.1). */
const headerBytes = 16

/**
 * Samples of a stream whose STREAMINFO does not tell them, as when an encoder wrote into a pipe: where the last frame begins, which its header tells, and
 * how long that frame is. `blockSize` is that of all frames but the last, in streams of fixed block size.
 */
export function samplesByLastFrame(
  source: ByteSource,
  audioStart: number,
  audioEnd: number,
  blockSize: number,
): number | undefined {
  const from = Math.max(audioStart, audioEnd - searchBytes)
  const bytes = source.view(from, audioEnd - from)
  for (let at = bytes.byteLength - headerBytes; at >= 0; at--) {
    if (bytes[at] !== 0xff || ((bytes[at + 1] ?? 0) & 0xfe) !== 0xf8) continue
    const end = frameEnd(bytes, at, blockSize)
    if (end !== undefined) return end
  }
  return undefined
}

/** The number of the sample that follows the frame whose header stands at `at`, if one does (RFC 9639 §9.1). */
function frameEnd(bytes: Uint8Array, at: number, fixedBlockSize: number): number | undefined {
  const variable = ((bytes[at + 1] ?? 0) & 1) === 1
  const sizeCode = (bytes[at + 2] ?? 0) >> 4
  const rateCode = (bytes[at + 2] ?? 0) & 15
  if (sizeCode === 0 || rateCode === 15 || ((bytes[at + 3] ?? 0) & 1) !== 0) return undefined
  const number = codedNumber(bytes, at + 4)
  if (number === undefined) return undefined
  let next = at + 4 + number.length
  const blockSize =
    sizeCode === 6 ? (bytes[next] ?? 0) + 1 : sizeCode === 7 ? u16(bytes, next) + 1 : commonSize(sizeCode)
  next += sizeCode === 6 ? 1 : sizeCode === 7 ? 2 : 0
  next += rateCode === 12 ? 1 : rateCode >= 13 ? 2 : 0
  if (crc8(bytes, at, next) !== bytes[next]) return undefined
  return (variable ? number.value : number.value * fixedBlockSize) + blockSize
}

function u16(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)
}

/** RFC 9639 §9.1.1. */
function commonSize(code: number): number {
  if (code === 1) return 192
  return code <= 5 ? 144 << code : 1 << code
}

/** A number of up to 36 bits in UTF-8 form (RFC 9639 §9.1.5). */
function codedNumber(bytes: Uint8Array, at: number): { value: number; length: number } | undefined {
  const first = bytes[at] ?? 0
  const length = first < 0x80 ? 1 : Math.clz32(~(first << 24))
  if (first >= 0x80 && (length < 2 || length > 7)) return undefined
  let value = length === 1 ? first : first & (0x7f >> length)
  for (let index = 1; index < length; index++) {
    const byte = bytes[at + index] ?? 0
    if ((byte & 0xc0) !== 0x80) return undefined
    value = value * 64 + (byte & 0x3f)
  }
  return { value, length }
}

/** CRC-8 with polynomial x⁸ + x² + x + 1 (RFC 9639 §9.1.8). */
function crc8(bytes: Uint8Array, start: number, end: number): number {
  let crc = 0
  for (let at = start; at < end; at++) {
    crc ^= bytes[at] ?? 0
    for (let bit = 0; bit < 8; bit++) crc = ((crc << 1) ^ ((crc & 0x80) !== 0 ? 0x07 : 0)) & 0xff
  }
  return crc
}
