import { compareKeys } from '../../core/text/compare-keys.ts'
import type { KnownFolder, KnownPage, KnownQuery } from '../../core/ports/library-writer.ts'

/** What storage knows of a root, folder by folder in key order, one page read ahead. */
export class KnownStream {
  readonly #known: (query: KnownQuery) => Promise<KnownPage>
  readonly #query: Omit<KnownQuery, 'after'>
  #folders: readonly KnownFolder[] = []
  #at = 0
  #next: Promise<KnownPage> | undefined

  constructor(known: (query: KnownQuery) => Promise<KnownPage>, query: Omit<KnownQuery, 'after'>) {
    this.#known = known
    this.#query = query
    this.#next = this.#fetch(null)
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

  /** The folder at hand, when it needs no waiting: the usual case. */
  get current(): KnownFolder | undefined {
    return this.#folders[this.#at]
  }

  take(): void {
    this.#at++
  }

  /** Takes and returns the folders before `key` (all when `undefined`), then the folder of that key if it is known. */
  async *before(key: string | undefined): AsyncGenerator<KnownFolder> {
    for (;;) {
      const folder = this.current ?? (await this.peek())
      if (folder === undefined || (key !== undefined && compareKeys(folder.key, key) >= 0)) return
      this.take()
      yield folder
    }
  }

  async at(key: string): Promise<KnownFolder | undefined> {
    const folder = this.current ?? (await this.peek())
    if (folder?.key !== key) return undefined
    this.take()
    return folder
  }

  #fetch(after: string | null): Promise<KnownPage> {
    const page = this.#known({ ...this.#query, after })
    // Read ahead: a failure is told when the page is needed.
    page.catch(() => undefined)
    return page
  }
}
