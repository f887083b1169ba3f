/** What undoes the changes of a transaction. */
export class Journal {
  #undo: (() => void)[] = []
  #recording = false

  record(undo: () => void): void {
    if (this.#recording) this.#undo.push(undo)
  }

  /** Does all of `work` or, when it throws, nothing. */
  transaction<Result>(work: () => Result): Result {
    this.#recording = true
    try {
      return work()
    } catch (error) {
      this.#recording = false
      for (const undo of this.#undo.reverse()) undo()
      throw error
    } finally {
      this.#recording = false
      this.#undo = []
    }
  }
}
