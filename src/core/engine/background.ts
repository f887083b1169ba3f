/** Work that goes on beside its owner, once at a time; what it throws is thrown where its end is awaited. */
export class Background {
  readonly #work: () => Promise<void>
  #wanted = false
  #running: Promise<void> | undefined
  #failure: { readonly error: unknown } | undefined

  constructor(work: () => Promise<void>) {
    this.#work = work
  }

  get hasFailed(): boolean {
    return this.#failure !== undefined
  }

  /** Does the work, once more when it is under way; not when it has failed. */
  start(): void {
    this.#wanted = true
    this.#running ??= this.#run()
  }

  /** Resolves when nothing is under way. */
  async end(): Promise<void> {
    await this.#running
    if (this.#failure !== undefined) throw this.#failure.error
  }

  async #run(): Promise<void> {
    // A turn, so that `#running` is set before it is unset.
    await Promise.resolve()
    while (this.#wanted && !this.hasFailed) {
      this.#wanted = false
      try {
        await this.#work()
      } catch (error) {
        this.#failure = { error }
      }
    }
    this.#running = undefined
  }
}
