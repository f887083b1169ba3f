import { hash } from 'node:crypto'
import type { ByteSource } from '../../core/ports/byte-source.ts'

/** A piece of audio payload in a file. */
export interface AudioRange {
  readonly offset: number
  readonly length: number
}

/** Bytes of one window, of which there are four: at head, ⅓, ⅔ and tail (head and tail alone collide on pieces that begin and end in silence). */
export const keyWindowBytes = 4096

const windowsPerKey = 4

/** 128 bits: no accidental collision in any library. */
const keyHexDigits = 32

const scratch = new Uint8Array(8 + windowsPerKey * keyWindowBytes)
const scratchView = new DataView(scratch.buffer)

/**
 * Where the windows begin in a payload of `length` bytes; together they cover the whole of a payload that is not longer than they are.
 */
export function keyWindowStarts(length: number): number[] {
  if (length <= windowsPerKey * keyWindowBytes) return [0]
  const last = length - keyWindowBytes
  return [0, Math.floor(last / 3), Math.floor((last * 2) / 3), last]
}

/**
 * The audio key of a payload that lies as ranges in a file: its length and windows over it, hashed. `rule` names container and version of the
 * rule by which the payload was found: `mp3.1`. Payloads without a byte have no key.
 */
export function audioKey(rule: string, source: ByteSource, ranges: readonly AudioRange[]): string | undefined {
  let total = 0
  for (const range of ranges) total += range.length
  return audioKeyOf(rule, total, (position, length, target) => copyPayload(source, ranges, position, length, target))
}

/** Copies `length` payload bytes from `position` (payload, not file) into `target`, fewer when the file ends; returns how many. */
export type PayloadReader = (position: number, length: number, target: Uint8Array) => number

/** {@link audioKey} for a payload that is not made of plain ranges, such as packets without the headers of their pages. */
export function audioKeyOf(rule: string, length: number, read: PayloadReader): string | undefined {
  if (length <= 0) return undefined
  scratchView.setFloat64(0, length)
  const starts = keyWindowStarts(length)
  let filled = 8
  for (const start of starts) {
    const wanted = Math.min(length - start, starts.length === 1 ? windowsPerKey * keyWindowBytes : keyWindowBytes)
    filled += read(start, wanted, scratch.subarray(filled, filled + wanted))
  }
  return `${rule}:${hash('sha256', scratch.subarray(0, filled), 'hex').slice(0, keyHexDigits)}`
}

function copyPayload(
  source: ByteSource,
  ranges: readonly AudioRange[],
  position: number,
  length: number,
  target: Uint8Array,
): number {
  let copied = 0
  let before = 0
  for (const range of ranges) {
    const from = position + copied - before
    before += range.length
    if (from >= range.length) continue
    const bytes = source.view(range.offset + from, Math.min(length - copied, range.length - from))
    target.set(bytes, copied)
    copied += bytes.byteLength
    if (copied >= length) break
  }
  return copied
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
  scratchView.setFloat64(0, length)
  let filled = 8
  for (let window = 0; window < windowsPerKey; window++) {
    filled += fill(window, scratch.subarray(filled, filled + keyWindowBytes))
  }
  if (filled === 8) return undefined
  return `${rule}:${hash('sha256', scratch.subarray(0, filled), 'hex').slice(0, keyHexDigits)}`
}
