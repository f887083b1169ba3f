import type { KnownFolder, KnownPage, KnownQuery } from '../../core/ports/library-writer.ts'

/** Asks storage for a page of what it knows. */
export type AskKnown = (query: KnownQuery) => Promise<KnownPage>

/** What storage knows of a root, folder by folder in key order, one page read ahead while the disk is walked. */
export class KnownStream {
  readonly #known: AskKnown
  readonly #query: Omit<KnownQuery, 'after'>
  #folders: readonly KnownFolder[] = []
  #at = 0
  #next: Promise<KnownPage> | undefined

  constructor(known: AskKnown, query: Omit<KnownQuery, 'after'>) {
    this.#known = known
    this.#query = query
    this.#next = this.#fetch(null)
  }

  /** The folder at hand, when it needs no waiting: the usual case. */
  get current(): KnownFolder | undefined {
    return this.#folders[this.#at]
  }

  /** Whether there is nothing at hand because there is nothing more. */
  get ended(): boolean {
    return this.#next === undefined && this.#at >= this.#folders.length
  }

  /** The next folder without taking it; `undefined` at the end. */
  async peek(): Promise<KnownFolder | undefined> {
    while (this.#at >= this.#folders.length) {
      if (this.#next === undefined) return undefined
      const page = await this.#next
      this.#folders = page.folders
      this.#at = 0
      this.#next = page.next === null ? undefined : this.#fetch(page.next)
    }
    return this.#folders[this.#at]
  }

  take(): void {
    this.#at++
  }

  #fetch(after: string | null): Promise<KnownPage> {
    const page = this.#known({ ...this.#query, after })
    // Read ahead: a failure is told when the page is needed.
    page.catch(() => undefined)
    return page
  }
}
