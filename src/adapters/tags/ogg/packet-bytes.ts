import type { ByteSource } from '../../../core/ports/byte-source.ts'
import type { ByteWindow } from '../byte-window.ts'
import type { PacketReader } from './packet-reader.ts'

/** Part of a packet that lies on one page. */
interface Piece {
  /** Bytes of the packet before it. */
  readonly at: number
  readonly position: number
  readonly length: number
}

/**
 * One packet as a source of bytes, for a parser that knows nothing of pages and goes forward. Pages of what is passed over are not fetched. How long the
 * packet is shows only when its end is reached, so its size is unknown before, and views end where it does.
 */
export class PacketBytes implements ByteSource {
  readonly size = Number.MAX_SAFE_INTEGER
  readonly #window: ByteWindow
  readonly #reader: PacketReader
  readonly #pieces: Piece[]

  /** `reader` stands at the start of the packet. */
  constructor(window: ByteWindow, reader: PacketReader) {
    this.#window = window
    this.#reader = reader
    this.#pieces = [{ at: 0, position: reader.position, length: reader.left }]
  }

  view(position: number, length: number): Uint8Array {
    const piece = this.#pieceAt(position)
    if (piece === undefined) return this.#window.bytes(0, 0)
    const within = position - piece.at
    if (within + length <= piece.length || this.#pieceAt(piece.at + piece.length) === undefined) {
      return this.#window.bytes(piece.position + within, Math.min(length, piece.length - within))
    }
    const parts: Buffer[] = []
    for (let at = position, left = length; left > 0; ) {
      const next = this.#pieceAt(at)
      if (next === undefined) break
      const from = at - next.at
      const part = Buffer.from(this.#window.bytes(next.position + from, Math.min(left, next.length - from)))
      if (part.length === 0) break
      parts.push(part)
      at += part.length
      left -= part.length
    }
    return Buffer.concat(parts)
  }

  #pieceAt(position: number): Piece | undefined {
    for (let i = this.#pieces.length - 1; i >= 0; i--) {
      const piece = this.#pieces[i]
      if (piece === undefined || position < piece.at) continue
      if (position < piece.at + piece.length) return piece
      if (i < this.#pieces.length - 1) return undefined
      break
    }
    for (;;) {
      const last = this.#pieces.at(-1)
      const end = last === undefined ? 0 : last.at + last.length
      const skipped = this.#reader.nextPiece(position - end)
      if (skipped < 0) return undefined
      const piece: Piece = { at: end + skipped, position: this.#reader.position, length: this.#reader.left }
      this.#pieces.push(piece)
      if (position < piece.at + piece.length) return piece
    }
  }
}
