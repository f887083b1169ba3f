import { compareKeys } from '../../core/text/compare-keys.ts'
import type { SearchDocument } from '../../core/text/search-document.ts'

/** Ids by the tokens of their documents. Documents are cut when the next search needs them. */
export class SearchIndex {
  readonly #documentOf: (id: string) => SearchDocument | undefined
  readonly #documents = new Map<string, { readonly title: ReadonlySet<string>; readonly all: ReadonlySet<string> }>()
  readonly #idsByToken = new Map<string, Set<string>>()
  readonly #stale = new Set<string>()
  #sortedTokens: readonly string[] | undefined

  /** @param documentOf The document of an id; `undefined` when there is none any more. */
  constructor(documentOf: (id: string) => SearchDocument | undefined) {
    this.#documentOf = documentOf
  }

  /** The document of an id changed, came or went. */
  add(id: string): void {
    this.#stale.add(id)
  }

  remove(id: string): void {
    this.#stale.add(id)
  }

  /** Ids of documents that hold all tokens, the last as a prefix, and whether their titles alone do. */
  find(tokens: readonly string[]): { readonly id: string; readonly inTitle: boolean }[] {
    this.#refresh()
    const prefix = tokens.at(-1)
    if (prefix === undefined) return []
    const words = tokens.slice(0, -1)
    return [...this.#withPrefix(prefix)]
      .map((id) => ({ id, document: this.#documents.get(id) }))
      .filter(({ document }) => words.every((word) => document?.all.has(word)))
      .map(({ id, document }) => ({ id, inTitle: document !== undefined && holds(document.title, words, prefix) }))
  }

  #refresh(): void {
    for (const id of this.#stale) {
      for (const token of this.#documents.get(id)?.all ?? []) this.#dropToken(token, id)
      this.#documents.delete(id)
      const document = this.#documentOf(id)
      if (document === undefined) continue
      const all = new Set([...document.title, ...document.rest])
      this.#documents.set(id, { title: new Set(document.title), all })
      for (const token of all) this.#addToken(token, id)
    }
    this.#stale.clear()
  }

  #addToken(token: string, id: string): void {
    const ids = this.#idsByToken.get(token)
    if (ids !== undefined) {
      ids.add(id)
      return
    }
    this.#idsByToken.set(token, new Set([id]))
    this.#sortedTokens = undefined
  }

  #dropToken(token: string, id: string): void {
    const ids = this.#idsByToken.get(token)
    ids?.delete(id)
    if (ids?.size !== 0) return
    this.#idsByToken.delete(token)
    this.#sortedTokens = undefined
  }

  #withPrefix(prefix: string): ReadonlySet<string> {
    this.#sortedTokens ??= [...this.#idsByToken.keys()].sort(compareKeys)
    const tokens = this.#sortedTokens
    let low = 0
    let high = tokens.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (compareKeys(tokens[middle] ?? '', prefix) < 0) low = middle + 1
      else high = middle
    }
    const found = new Set<string>()
    for (let token = tokens[low]; token?.startsWith(prefix); token = tokens[++low]) {
      for (const id of this.#idsByToken.get(token) ?? []) found.add(id)
    }
    return found
  }
}

const holds = (title: ReadonlySet<string>, words: readonly string[], prefix: string): boolean => {
  if (!words.every((word) => title.has(word))) return false
  for (const token of title) if (token.startsWith(prefix)) return true
  return false
}
