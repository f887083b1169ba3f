import { readSync } from 'node:fs'
import type { ByteSource } from '../../core/ports/byte-source.ts'

/** One read that holds the tags and first frames of most files. */
const headBytes = 8 * 1024

/** One read that holds what stands behind the audio: ID3v1, APEv2, Lyrics3, the last window of the audio key. */
const tailBytes = 5 * 1024

/** A view smaller than a window of the audio key is a look at some header, whose neighbours are wanted next: so much is read with it. */
const lookBytes = 4096
const readAheadBytes = 8 * 1024

/** Scratch that is kept between files; larger views get their own memory, given back with the next file. */
const keptBytes = 64 * 1024

/** The most one view may hold. Readers ask for less; a damaged length field must not become an allocation. */
const mostViewBytes = 48 * 1024 * 1024

/**
 * Bytes of open files by as few synchronous positioned reads as possible. The head and the tail of a file are read once, whole, and kept; everything
 * else goes through one scratch buffer. All three are reused for the next file ({@link FileBytes.open}), so that reading a file allocates nothing.
 */
export class FileBytes implements ByteSource {
  /** Reads done for the current file. */
  reads = 0
  #fd = -1
  #size = 0
  readonly #head = new Uint8Array(headBytes)
  #headLength = -1
  readonly #tail = new Uint8Array(tailBytes)
  #tailLength = -1
  #scratch = new Uint8Array(keptBytes)
  #scratchStart = 0
  #scratchLength = 0

  get size(): number {
    return this.#size
  }

  /** Turns to another file: an open descriptor, which stays the caller's, and its size. */
  open(fd: number, size: number): this {
    this.#fd = fd
    this.#size = size
    this.reads = 0
    this.#headLength = -1
    this.#tailLength = -1
    this.#scratchLength = 0
    if (this.#scratch.byteLength > keptBytes) this.#scratch = new Uint8Array(keptBytes)
    return this
  }

  view(position: number, length: number): Uint8Array {
    const wanted = Math.min(length, this.#size - position, mostViewBytes)
    if (!(wanted > 0) || position < 0) return this.#head.subarray(0, 0)
    const end = position + wanted
    if (end <= headBytes) {
      if (this.#headLength < 0) this.#headLength = this.#fill(this.#head, 0, Math.min(headBytes, this.#size))
      return this.#head.subarray(position, Math.min(end, this.#headLength))
    }
    const tailStart = this.#size - tailBytes
    if (position >= tailStart && tailStart > 0) {
      if (this.#tailLength < 0) this.#tailLength = this.#fill(this.#tail, tailStart, tailBytes)
      return this.#tail.subarray(position - tailStart, Math.min(end - tailStart, this.#tailLength))
    }
    const known = position - this.#scratchStart
    if (known >= 0 && end <= this.#scratchStart + this.#scratchLength) {
      return this.#scratch.subarray(known, known + wanted)
    }
    if (wanted > this.#scratch.byteLength) this.#scratch = new Uint8Array(wanted)
    const fetched = wanted < lookBytes ? Math.min(readAheadBytes, this.#size - position) : wanted
    this.#scratchStart = position
    this.#scratchLength = this.#fill(this.#scratch, position, fetched)
    return this.#scratch.subarray(0, Math.min(wanted, this.#scratchLength))
  }

  #fill(target: Uint8Array, position: number, length: number): number {
    let filled = 0
    while (filled < length) {
      this.reads++
      const got = readSync(this.#fd, target, filled, length - filled, position + filled)
      // The file became shorter after it was measured.
      if (got === 0) break
      filled += got
    }
    return filled
  }
}
