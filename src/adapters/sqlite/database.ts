/** What a statement takes and gives: the types that SQLite stores. */
export type SqliteValue = string | number | bigint | null | Uint8Array

/** The part of a prepared statement that is used. */
export interface SqliteStatement {
  /** Runs it for its effect. */
  run(...values: SqliteValue[]): { readonly changes: number | bigint; readonly lastInsertRowid: number | bigint }
  /** Its first row. */
  get(...values: SqliteValue[]): unknown
  /** All its rows. */
  all(...values: SqliteValue[]): unknown[]
  /** Whether integers come as `bigint`; `node:sqlite` has it, better-sqlite3 need not. */
  setReadBigInts?(enabled: boolean): void
}

/**
 * The part of a synchronous SQLite database that is used: `DatabaseSync` of `node:sqlite` and `Database` of better-sqlite3 both have it.
 */
export interface SqliteDatabase {
  /** Compiles one statement. */
  prepare(sql: string): SqliteStatement
  /** Runs statements without parameters. */
  exec(sql: string): unknown
}
