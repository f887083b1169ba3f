/** Writes bit fields, most significant bit first (MPEG, AAC, FLAC). */
export class BitWriter {
  readonly #bytes: number[] = []
  #used = 0

  /** Appends the low `count` bits of `value`; `count` is at most 32. */
  write(value: number, count: number): this {
    for (let bit = count - 1; bit >= 0; bit--) this.#push((value >>> bit) & 1)
    return this
  }

  align(): this {
    this.#used = this.#bytes.length * 8
    return this
  }

  bytes(data: Uint8Array): this {
    this.align()
    for (const byte of data) this.#bytes.push(byte)
    this.#used = this.#bytes.length * 8
    return this
  }

  finish(): Buffer {
    return Buffer.from(this.#bytes)
  }

  #push(bit: number): void {
    const index = this.#used >>> 3
    this.#bytes[index] = (this.#bytes[index] ?? 0) | (bit << (7 - (this.#used & 7)))
    this.#used++
  }
}

/** Writes bit fields, least significant bit first (Vorbis I §2). */
export class VorbisBitWriter {
  readonly #bytes: number[] = []
  #used = 0

  /** Appends the low `count` bits of `value`; `count` is at most 32. */
  write(value: number, count: number): this {
    for (let bit = 0; bit < count; bit++) {
      const index = this.#used >>> 3
      this.#bytes[index] = (this.#bytes[index] ?? 0) | (((value >>> bit) & 1) << (this.#used & 7))
      this.#used++
    }
    return this
  }

  finish(): Buffer {
    return Buffer.from(this.#bytes)
  }
}
