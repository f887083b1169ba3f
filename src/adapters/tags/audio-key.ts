import { crc32 } from 'node:zlib'
import type { ByteSource } from '../../core/ports/byte-source.ts'
import { hexOf } from './text-bytes.ts'

/** A piece of audio payload in a file. */
export interface AudioRange {
  readonly offset: number
  readonly length: number
}

/** Bytes of one window, of which there are four: at head, ⅓, ⅔ and tail (head and tail alone collide on pieces that begin and end in silence). */
export const keyWindowBytes = 4096

const windowsPerKey = 4

const scratch = new Uint8Array(keyWindowBytes)
const hashBytes = new Uint8Array(windowsPerKey * 4)
const hashes = new DataView(hashBytes.buffer)

/** Where the windows begin in a payload of `length` bytes; together they cover the whole of a payload that is not longer than they are. */
export function keyWindowStarts(length: number): number[] {
  const last = length - keyWindowBytes
  const joined = length <= windowsPerKey * keyWindowBytes
  return joined
    ? [0, keyWindowBytes, 2 * keyWindowBytes, 3 * keyWindowBytes]
    : [0, Math.floor(last / 3), Math.floor((last * 2) / 3), last]
}

/**
 * The audio key of a payload that lies as ranges in a file: its length and windows over it, hashed. `rule` names container and version of the
 * rule by which the payload was found: `mp3.1`. Payloads without a byte have no key.
 */
export function audioKey(rule: string, source: ByteSource, ranges: readonly AudioRange[]): string | undefined {
  let total = 0
  for (const range of ranges) total += range.length
  if (total <= 0) return undefined
  const seed = seedOf(total)
  for (const [window, start] of keyWindowStarts(total).entries()) {
    hashes.setUint32(window * 4, hashPayload(source, ranges, start, seed))
  }
  return keyText(rule)
}

/**
 * {@link audioKey} for a payload whose windows are found by its own structure (samples, packets): `length` is any number that a rewritten file keeps,
 * and `fill` copies window 0 to 3 into `target` and returns its bytes, fewer than {@link keyWindowBytes} where the payload is short.
 */
export function audioKeyOfWindows(
  rule: string,
  length: number,
  fill: (window: number, target: Uint8Array) => number,
): string | undefined {
  const seed = seedOf(length)
  let total = 0
  for (let window = 0; window < windowsPerKey; window++) {
    const filled = fill(window, scratch)
    total += filled
    hashes.setUint32(window * 4, crc32(scratch.subarray(0, filled), seed))
  }
  return total === 0 ? undefined : keyText(rule)
}

/**
 * What every window's hash starts from. A CRC of the same bytes differs for any two starts, so that the length counts. 128 bits of CRC over
 * different music collide as rarely as those of any other hash; against someone who wants a collision windows are no defence anyway, as he would alter what lies
 * between them. It is several times faster than SHA-256, most of all on processors that have no instructions for that.
 */
function seedOf(length: number): number {
  return (length ^ Math.floor(length / 0x1_0000_0000)) >>> 0
}

function keyText(rule: string): string {
  return `${rule}:${hexOf(hashBytes, 0, hashBytes.byteLength)}`
}

/** Hashes the window that begins at `start` of the payload, which may go on in further ranges. */
function hashPayload(source: ByteSource, ranges: readonly AudioRange[], start: number, seed: number): number {
  let value = seed
  let position = start
  let left = keyWindowBytes
  let before = 0
  for (const range of ranges) {
    const from = position - before
    before += range.length
    if (from >= range.length) continue
    const bytes = source.view(range.offset + from, Math.min(left, range.length - from))
    if (bytes.byteLength > 0) value = crc32(bytes, value)
    position += bytes.byteLength
    left -= bytes.byteLength
    if (left === 0 || bytes.byteLength < range.length - from) break
  }
  return value
}
