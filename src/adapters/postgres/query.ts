import {
  type AliasedRawBuilder,
  type Compilable,
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type RawBuilder,
  sql,
} from 'kysely'
import type { PageRequest } from '../../core/ports/library-reader.ts'
import { type CursorShape, type CursorValues, decodeCursor, encodeCursor } from '../../core/text/cursor.ts'
import { pageLimit } from '../../core/text/page-limit.ts'
import type { Tables } from '../support/tables.ts'
import type { Connection } from './connection.ts'

/** Builds queries; it compiles them and runs nothing. */
export const queries = new Kysely<Tables<boolean>>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
})

/** Runs a query that {@link queries} built. */
export const run = <Row>(db: Connection, query: Compilable<Row>): Promise<Row[]> => {
  const { sql: text, parameters } = query.compile()
  return db.compiled<Row>(text, parameters)
}

/** What `=` compares with to find any of these texts: one parameter, so that lists of any length are one statement. */
export const anyText = (values: readonly string[]): RawBuilder<never> => sql`ANY(${values}::text[])`

/** As {@link anyText}, for keys of rows. */
export const anyKey = (keys: readonly number[]): RawBuilder<never> => sql`ANY(${keys}::bigint[])`

/** What was found by key, in the order of the keys. */
export const inOrder = <Item>(
  keys: readonly number[],
  found: Iterable<readonly [key: number, item: Item]>,
): readonly Item[] => {
  const byKey = new Map(found)
  return keys.flatMap((key) => {
    const item = byKey.get(key)
    return item === undefined ? [] : [item]
  })
}

/** One column or expression that a listing is ordered by. */
export interface SortTerm {
  readonly type: CursorShape[number]
  readonly by: RawBuilder<unknown>
}

export const text = (by: RawBuilder<unknown>): SortTerm => ({ type: 'string', by })
export const number = (by: RawBuilder<unknown>): SortTerm => ({ type: 'number', by })

/** Types of a cursor's values: a number may have a fraction where the column has none. */
const casts = { string: sql.raw('text'), number: sql.raw('float8') }

/** Where a page begins, how long it is, and how the next one is named. */
export interface Paging {
  readonly limit: number
  /** The sort values of the last row of the page before. */
  readonly from: CursorValues | null
  readonly orderBy: RawBuilder<unknown>
  /** The condition that leaves out what earlier pages had. */
  readonly after: RawBuilder<boolean> | undefined
  /** The sort values of a row as columns of their own: the cursor is made of them. */
  readonly place: readonly AliasedRawBuilder<unknown, string>[]
  /** Cuts the row too many off and makes the cursor. */
  cut<Row>(rows: readonly Row[]): { readonly rows: readonly Row[]; readonly next: string | null }
}

/** Pages of a listing: ask for `limit + 1` rows. The last term must be unique. */
export const paging = (listing: string, terms: readonly SortTerm[], request: PageRequest): Paging => {
  const descending = request.descending === true
  const order = `${listing}${descending ? ' descending' : ''}`
  const limit = pageLimit(request.limit)
  const shape = terms.map((term) => term.type)
  const from = decodeCursor(order, shape, request.cursor)
  const all = sql.join(terms.map((term) => term.by))
  return {
    limit,
    from,
    orderBy: sql.join(terms.map((term) => (descending ? sql`${term.by} DESC` : term.by))),
    after:
      from === null
        ? undefined
        : sql<boolean>`(${all}) ${sql.raw(descending ? '<' : '>')} (${sql.join(terms.map((term, at) => sql`${from[at]}::${casts[term.type]}`))})`,
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
