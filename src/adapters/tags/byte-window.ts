import type { ByteSource } from '../../core/ports/byte-source.ts'
import { latin1 } from './text-bytes.ts'

/** Bytes fetched at least when the window moves: the head of a typical file, and one read of a disk. */
const stepBytes = 16 * 1024

/** The most that one move fetches, whatever a damaged length field asks for. */
const mostBytes = 1024 * 1024

const nothing = new DataView(new ArrayBuffer(0))

/**
 * Integers and bytes of a {@link ByteSource} by file position, through one view that moves when a position lies outside it. Parsers of nested
 * boxes and pages jump about in small steps; this saves them a view object for each. Beyond the end of the file everything reads as 0, so that
 * a parser is bounded by the sizes it was told and needs no check at each field.
 */
export class ByteWindow {
  readonly source: ByteSource
  readonly size: number
  #bytes: Uint8Array = new Uint8Array(0)
  #data: DataView = nothing
  #start = 0
  #end = 0

  constructor(source: ByteSource) {
    this.source = source
    this.size = source.size
  }

  /** Moves the window so that it holds `length` bytes from `position`, or what the file has of them. Returns whether it has all. */
  cover(position: number, length: number): boolean {
    return (position >= this.#start && position + length <= this.#end) || this.#move(position, length, stepBytes)
  }

  #move(position: number, length: number, atLeast: number): boolean {
    if (position < 0 || position >= this.size) return false
    // The head of a file is one block, which sources keep. The last block is reached from below: taking it whole avoids a second read for what stands before.
    const near = position + length <= stepBytes ? 0 : position
    const from = Math.max(0, Math.min(near, this.size - atLeast))
    const span = Math.max(Math.min(position + length - from, mostBytes), atLeast)
    const bytes = this.source.view(from, Math.min(span, this.size - from))
    this.#bytes = bytes
    this.#data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.#start = from
    this.#end = from + bytes.byteLength
    return position + length <= this.#end
  }

  u8(position: number): number {
    return this.cover(position, 1) ? this.#data.getUint8(position - this.#start) : 0
  }

  u16(position: number): number {
    return this.cover(position, 2) ? this.#data.getUint16(position - this.#start) : 0
  }

  u32(position: number): number {
    return this.cover(position, 4) ? this.#data.getUint32(position - this.#start) : 0
  }

  i32(position: number): number {
    return this.u32(position) | 0
  }

  /** Exact up to 2⁵³, which no file reaches. */
  u64(position: number): number {
    return this.u32(position) * 0x1_0000_0000 + this.u32(position + 4)
  }

  /** The sum of `count` big-endian 32-bit integers, as far as the file holds them. */
  sumU32(position: number, count: number): number {
    this.cover(position, count * 4)
    const from = position - this.#start
    const until = Math.min(from + count * 4, this.#end - this.#start - 3)
    let sum = 0
    if (from >= 0) for (let at = from; at < until; at += 4) sum += this.#data.getUint32(at)
    return sum
  }

  u16le(position: number): number {
    return this.cover(position, 2) ? this.#data.getUint16(position - this.#start, true) : 0
  }

  u32le(position: number): number {
    return this.cover(position, 4) ? this.#data.getUint32(position - this.#start, true) : 0
  }

  u64le(position: number): number {
    return this.u32le(position + 4) * 0x1_0000_0000 + this.u32le(position)
  }

  /** Bytes as Latin-1 characters. */
  text(position: number, length: number): string {
    if (!this.cover(position, length)) return ''
    return latin1(this.#bytes, position - this.#start, position - this.#start + length)
  }

  /** Position of the first big-endian 32-bit integer of this value from `position` on that begins before `limit`; −1 when there is none. */
  indexOfU32(value: number, position: number, limit: number): number {
    const letter = value >>> 24
    for (let at = position; at < limit && this.cover(at, 4); ) {
      const found = this.#bytes.indexOf(letter, at - this.#start)
      if (found < 0) at = this.#end
      else if (found + 4 > this.#bytes.length) at = this.#start + found
      else if (this.#data.getUint32(found) === value) return this.#start + found < limit ? this.#start + found : -1
      else at = this.#start + found + 1
    }
    return -1
  }

  /** The bytes themselves, fewer at the end of the file; valid until the next call of any method. Fetches nothing beyond them. */
  bytes(position: number, length: number): Uint8Array {
    if (position < this.#start || position + length > this.#end) this.#move(position, length, 1)
    if (position < this.#start) return this.#bytes.subarray(0, 0)
    return this.#bytes.subarray(position - this.#start, position + length - this.#start)
  }
}
