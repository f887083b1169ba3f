import { ScanError } from '../../core/errors.ts'

/** What a storage opens: once, however many ask; again after it could not be opened or was closed. */
export class OpenOnce<T extends { close(): Promise<void> }> {
  readonly #make: () => Promise<T>
  #opening: Promise<T> | undefined

  constructor(make: () => Promise<T>) {
    this.#make = make
  }

  /** @throws ScanError `CLOSED` when it is not open. */
  async get(): Promise<T> {
    if (this.#opening === undefined) throw new ScanError('CLOSED', 'The storage is not open: call open() first.')
    return this.#opening
  }

  async open(): Promise<void> {
    this.#opening ??= this.#make()
    try {
      await this.#opening
    } catch (error) {
      this.#opening = undefined
      throw error
    }
  }

  async close(): Promise<void> {
    const closing = this.#opening
    this.#opening = undefined
    await (await closing)?.close()
  }
}
