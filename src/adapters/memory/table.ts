import type { Journal } from './journal.ts'

/** An index and the keys that a row has in it. The index may be shared by several tables. */
export type TableIndex<Row extends object> = readonly [index: KeepsRows<Row>, keysOf: (row: Row) => readonly string[]]

interface KeepsRows<Row extends object> {
  add(key: string, row: Row): void
  remove(key: string, row: Row): void
}

/** Rows by their id. Rows are never edited, only replaced; indexes and the journal follow. */
export class Table<Row extends object> {
  readonly #rows = new Map<string, Row>()
  readonly #journal: Journal
  readonly #idOf: (row: Row) => string
  readonly #indexes: readonly TableIndex<Row>[]
  /** Raised by every change, so that what was computed from the table is recognised as stale. */
  version = 0

  constructor(journal: Journal, idOf: (row: Row) => string, indexes: readonly TableIndex<Row>[] = []) {
    this.#journal = journal
    this.#idOf = idOf
    this.#indexes = indexes
  }

  get size(): number {
    return this.#rows.size
  }

  has(id: string): boolean {
    return this.#rows.has(id)
  }

  get(id: string): Row | undefined {
    return this.#rows.get(id)
  }

  values(): Iterable<Row> {
    return this.#rows.values()
  }

  /** Adds a row or replaces the one with its id. */
  put(row: Row): void {
    this.#replace(this.#idOf(row), row)
  }

  delete(id: string): void {
    this.#replace(id, undefined)
  }

  #replace(id: string, next: Row | undefined): void {
    const before = this.#rows.get(id)
    if (before === next) return
    if (before !== undefined)
      for (const [index, keysOf] of this.#indexes) for (const key of keysOf(before)) index.remove(key, before)
    if (next === undefined) this.#rows.delete(id)
    else this.#rows.set(id, next)
    if (next !== undefined)
      for (const [index, keysOf] of this.#indexes) for (const key of keysOf(next)) index.add(key, next)
    this.version++
    this.#journal.record(() => this.#replace(id, before))
  }
}
