import { type AliasedRawBuilder, type RawBuilder, sql } from 'kysely'
import type { PageRequest } from '../../../core/ports/library-reader.ts'
import { type CursorShape, type CursorValues, decodeCursor, encodeCursor } from '../../../core/text/cursor.ts'
import { pageLimit } from '../../../core/text/page-limit.ts'

/** One column or expression that a listing is ordered by. */
export interface SortTerm {
  readonly type: CursorShape[number]
  readonly by: RawBuilder<unknown>
}

export const text = (by: RawBuilder<unknown>): SortTerm => ({ type: 'string', by })
export const number = (by: RawBuilder<unknown>): SortTerm => ({ type: 'number', by })

/** Where a page begins, how long it is, and how the next one is named. */
export interface Paging {
  readonly limit: number
  /** The sort values of the last row of the page before. */
  readonly from: CursorValues | null
  readonly orderBy: RawBuilder<unknown>
  /** The condition that leaves out what earlier pages had. */
  readonly after: RawBuilder<boolean> | undefined
  /** The sort values of a row as columns of their own: the cursor is made of them. (SQLite's JSON functions would round numbers.) */
  readonly place: readonly AliasedRawBuilder<unknown, string>[]
  /** Cuts the row too many off and makes the cursor. */
  cut<Row>(rows: readonly Row[]): { readonly rows: readonly Row[]; readonly next: string | null }
}

/** Pages of a listing: ask for `limit + 1` rows. The last term must be unique. */
export type PageListing = (listing: string, terms: readonly SortTerm[], request: PageRequest) => Paging

/** The {@link PageListing} of a dialect, by how that binds a value of a cursor. */
export const pagingWith =
  (bound: (value: string | number, type: SortTerm['type']) => RawBuilder<unknown>): PageListing =>
  (listing, terms, request) => {
    const descending = request.descending === true
    const order = `${listing}${descending ? ' descending' : ''}`
    const limit = pageLimit(request.limit)
    const shape = terms.map((term) => term.type)
    const from = decodeCursor(order, shape, request.cursor)
    const all = sql.join(terms.map((term) => term.by))
    const beyond = sql.raw(descending ? '<' : '>')
    return {
      limit,
      from,
      orderBy: sql.join(terms.map((term) => (descending ? sql`${term.by} DESC` : term.by))),
      after:
        from === null
          ? undefined
          : sql<boolean>`(${all}) ${beyond} (${sql.join(from.map((value, at) => bound(value, shape[at] ?? 'string')))})`,
      place: terms.map((term, at) => term.by.as(`place_${at}`)),
      cut: (rows) => {
        const page = rows.slice(0, limit)
        const last = page.at(-1) as Readonly<Record<string, string | number>> | undefined
        if (last === undefined || rows.length <= limit) return { rows: page, next: null }
        return {
          rows: page,
          next: encodeCursor(
            order,
            terms.map((_, at) => last[`place_${at}`] ?? ''),
          ),
        }
      },
    }
  }
