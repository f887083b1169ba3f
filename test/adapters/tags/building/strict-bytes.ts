import type { ByteSource } from '../../../../src/core/ports/byte-source.ts'

/** A source that holds readers to the contract: a view is spoiled as soon as the next one is asked for. */
export function strictBytes(content: Uint8Array): ByteSource & { viewed: number } {
  let last = new Uint8Array(0)
  return {
    size: content.byteLength,
    viewed: 0,
    view(position, length) {
      last.fill(0xaa)
      const until = Math.min(content.byteLength, position + Math.max(0, length))
      last = position < 0 || position >= until ? new Uint8Array(0) : Uint8Array.from(content.subarray(position, until))
      this.viewed += last.byteLength
      return last
    },
  }
}
