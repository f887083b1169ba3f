/**
 * Random access to the bytes of one open file, synchronous because readers parse in worker threads where waiting costs nothing.
 * A source over an asynchronous store throws {@link BytesPending} for what it has not fetched yet; the caller fetches it and reads again.
 */
export interface ByteSource {
  /** Length of the file in bytes. */
  readonly size: number
  /**
   * Bytes from `position`, at most `length` of them: fewer only at the end of the file, none beyond it. The view is valid until the next call
   * and must not be written to.
   */
  view(position: number, length: number): Uint8Array
}

/** Thrown by a {@link ByteSource} whose bytes must be fetched first. */
export class BytesPending extends Error {
  readonly position: number
  readonly length: number

  constructor(position: number, length: number) {
    super(`bytes ${position}–${position + length} are not here yet`)
    this.name = 'BytesPending'
    this.position = position
    this.length = length
  }
}
