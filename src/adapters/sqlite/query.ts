import {
  type Compilable,
  DummyDriver,
  Kysely,
  type RawBuilder,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  sql,
} from 'kysely'
import { pagingWith } from '../support/sql/paging.ts'
import type { Tables } from '../support/sql/tables.ts'
import type { Bindable, Connection } from './connection.ts'

/** Builds queries; it compiles them and runs nothing. */
export const queries = new Kysely<Tables<number>>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
})

/** Runs a query that {@link queries} built. */
export const run = <Row>(db: Connection, query: Compilable<Row>): Row[] => {
  const { sql: text, parameters } = query.compile()
  return db.all<Row>(text, ...(parameters as readonly Bindable[]))
}

/** The values of a list as one parameter, so that lists of any length are one statement. */
export const listed = (values: readonly (string | number)[]): RawBuilder<never> =>
  sql`(SELECT value FROM json_each(${JSON.stringify(values)}))`

/** Pages of a listing. */
export const paging = pagingWith((value) => sql`${value}`)
