/** Lets work go on side by side, but suspects alone: what ends its process must not be confused with what was beside it. */
export class Exclusion {
  #running = 0
  #alone = false
  readonly #waiting: (() => void)[] = []

  /** Runs `work` beside others, or, when it is `suspect`, with nothing else. */
  async run<T>(suspect: boolean, work: () => Promise<T>): Promise<T> {
    while (this.#alone || (suspect && this.#running > 0)) await new Promise<void>((go) => this.#waiting.push(go))
    this.#running++
    this.#alone = suspect
    try {
      return await work()
    } finally {
      this.#running--
      if (suspect) this.#alone = false
      for (const go of this.#waiting.splice(0)) go()
    }
  }
}
