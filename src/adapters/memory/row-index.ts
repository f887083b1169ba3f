import { compareKeys } from '../../core/text/compare-keys.ts'

/** Rows by a key that several may share. Keys are also read in byte order; they are sorted when that is asked for, new ones merged in. */
export class RowIndex<Row extends object> {
  /** A lone row is kept bare: most keys have one, and a set costs more than the row. */
  readonly #rows = new Map<string, Row | Set<Row>>()
  #sorted: string[] = []
  #unsorted = new Set<string>()

  add(key: string, row: Row): void {
    const there = this.#rows.get(key)
    if (there === undefined) {
      this.#rows.set(key, row)
      this.#unsorted.add(key)
    } else if (there instanceof Set) there.add(row)
    else this.#rows.set(key, new Set([there, row]))
  }

  remove(key: string, row: Row): void {
    const there = this.#rows.get(key)
    if (there instanceof Set) {
      there.delete(row)
      if (there.size > 0) return
    } else if (there !== row) return
    this.#rows.delete(key)
  }

  has(key: string): boolean {
    return this.#rows.has(key)
  }

  count(key: string): number {
    const there = this.#rows.get(key)
    return there === undefined ? 0 : there instanceof Set ? there.size : 1
  }

  get(key: string): Iterable<Row> {
    const there = this.#rows.get(key)
    if (there === undefined) return []
    return there instanceof Set ? there : [there]
  }

  /** How many keys there are. */
  get size(): number {
    return this.#rows.size
  }

  /** The keys after one (all for `null`), in byte order. */
  *keysAfter(after: string | null): Generator<string> {
    const keys = this.#sortedKeys()
    for (let at = after === null ? 0 : firstAfter(keys, after); at < keys.length; at++) {
      const key = keys[at]
      if (key !== undefined && this.#rows.has(key)) yield key
    }
  }

  /** Deleted keys may linger in the sorted list (they are passed over) until half of it is such. */
  #sortedKeys(): readonly string[] {
    const stale = this.#sorted.length + this.#unsorted.size > 2 * this.#rows.size + 100
    if (this.#unsorted.size === 0 && !stale) return this.#sorted
    const fresh = [...this.#unsorted].filter((key) => this.#rows.has(key)).sort(compareKeys)
    this.#unsorted = new Set()
    this.#sorted = merge(stale ? this.#sorted.filter((key) => this.#rows.has(key)) : this.#sorted, fresh)
    return this.#sorted
  }
}

const firstAfter = (keys: readonly string[], after: string): number => {
  let low = 0
  let high = keys.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (compareKeys(keys[middle] ?? '', after) > 0) high = middle
    else low = middle + 1
  }
  return low
}

/** Two sorted lists as one, each key once. */
const merge = (a: readonly string[], b: readonly string[]): string[] => {
  const merged: string[] = []
  let i = 0
  let j = 0
  while (i < a.length || j < b.length) {
    const x = a[i]
    const y = b[j]
    const order = x === undefined ? 1 : y === undefined ? -1 : compareKeys(x, y)
    merged.push((order <= 0 ? x : y) ?? '')
    if (order <= 0) i++
    if (order >= 0) j++
  }
  return merged
}
