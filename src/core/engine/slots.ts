/** Lets at most so many workers in at once; the limit may change while they work. */
export class Slots {
  readonly #limit: () => number
  readonly #waiting: (() => void)[] = []
  #taken = 0

  constructor(limit: () => number) {
    this.#limit = limit
  }

  /** Runs `work` as soon as there is room. */
  async within<T>(work: () => Promise<T>): Promise<T> {
    // A limit that grew lets in more than the one that follows the last.
    while (this.#taken >= this.#limit()) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    this.#taken++
    try {
      return await work()
    } finally {
      this.#taken--
      for (const go of this.#waiting.splice(0)) go()
    }
  }
}
