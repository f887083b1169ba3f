import {
  type Compilable,
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type RawBuilder,
  sql,
} from 'kysely'
import { pagingWith } from '../support/sql/paging.ts'
import type { Tables } from '../support/sql/tables.ts'
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

/** Types of a cursor's values: a number may have a fraction where the column has none. */
const casts = { string: sql.raw('text'), number: sql.raw('float8') }

/** Pages of a listing. */
export const paging = pagingWith((value, type) => sql`${value}::${casts[type]}`)
