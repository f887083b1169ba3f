/** A gate that workers pass while it is open and wait at while it is closed. */
export class Gate {
  #closed: PromiseWithResolvers<void> | undefined

  get isOpen(): boolean {
    return this.#closed === undefined
  }

  /** Whether it was open before. */
  close(): boolean {
    if (this.#closed !== undefined) return false
    this.#closed = Promise.withResolvers()
    return true
  }

  open(): void {
    this.#closed?.resolve()
    this.#closed = undefined
  }

  /** Resolves when the gate is open or the signal aborted. */
  async passed(signal: AbortSignal): Promise<void> {
    while (this.#closed !== undefined && !signal.aborted) {
      const aborted = Promise.withResolvers<void>()
      const onAbort = (): void => aborted.resolve()
      signal.addEventListener('abort', onAbort, { once: true })
      await Promise.race([this.#closed.promise, aborted.promise])
      signal.removeEventListener('abort', onAbort)
    }
  }
}
