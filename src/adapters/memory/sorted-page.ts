import type { Page, PageRequest } from '../../core/ports/library-reader.ts'
import { compareKeys } from '../../core/text/compare-keys.ts'
import { type CursorShape, type CursorValues, decodeCursor, encodeCursor } from '../../core/text/cursor.ts'
import { pageLimit } from '../../core/text/page-limit.ts'

/** What a listing is sorted by: values that make the order total. */
export interface Order<Row> {
  /** Names the listing and its order; cursors carry it. */
  readonly name: string
  readonly shape: CursorShape
  readonly valuesOf: (row: Row) => CursorValues
}

/** A row with its sort values. */
export interface Sorted<Row> {
  readonly row: Row
  readonly values: CursorValues
}

export const sortRows = <Row>(
  rows: Iterable<Row>,
  { valuesOf }: Pick<Order<Row>, 'valuesOf'>,
): readonly Sorted<Row>[] =>
  Array.from(rows, (row) => ({ row, values: valuesOf(row) })).sort((a, b) => compareValues(a.values, b.values))

const compareValues = (a: CursorValues, b: CursorValues): number => {
  for (const [at, x] of a.entries()) {
    const y = b[at]
    const order = typeof x === 'string' && typeof y === 'string' ? compareKeys(x, y) : Number(x) - Number(y)
    if (order !== 0) return order
  }
  return 0
}

/** One page of sorted rows: those after the cursor that `holds` is true of, as `show` makes them. */
export const sortedPage = <Row, Item>(
  sorted: readonly Sorted<Row>[],
  order: Order<Row>,
  request: PageRequest,
  holds: (row: Row) => boolean,
  show: (row: Row) => Item,
): Page<Item> => {
  const limit = pageLimit(request.limit)
  const step = request.descending ? -1 : 1
  const name = request.descending ? `${order.name}, descending` : order.name
  const after = decodeCursor(name, order.shape, request.cursor)
  const items: Item[] = []
  let last: CursorValues | undefined
  for (let at = startOf(sorted, after, step); at >= 0 && at < sorted.length; at += step) {
    const entry = sorted[at]
    if (entry === undefined || !holds(entry.row)) continue
    if (last !== undefined && items.length === limit) return { items, next: encodeCursor(name, last) }
    items.push(show(entry.row))
    last = entry.values
  }
  return { items, next: null }
}

/** Where to begin: the first row after the values in the direction of `step`. */
const startOf = <Row>(sorted: readonly Sorted<Row>[], after: CursorValues | null, step: 1 | -1): number => {
  if (after === null) return step === 1 ? 0 : sorted.length - 1
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const order = compareValues(sorted[middle]?.values ?? [], after)
    if (order < 0 || (order === 0 && step === 1)) low = middle + 1
    else high = middle
  }
  return step === 1 ? low : low - 1
}
