import { ScanError } from '../../core/errors.ts'
import type { SqliteDatabase, SqliteStatement, SqliteValue } from './database.ts'
import { storageError } from './sqlite-error.ts'

/** What callers may bind; booleans become 0 and 1, `undefined` NULL. */
export type Bindable = SqliteValue | boolean | undefined

/** One row, by column name. */
export type Row = Readonly<Record<string, SqliteValue>>

const maxStatements = 300

/** A database with its prepared statements kept, values normalised before they are bound, and errors as `ScanError`s. */
export class Connection {
  readonly #database: SqliteDatabase
  /** Whether this library cuts texts at a NUL when it reads them, as `node:sqlite` did before Node 24: then they are refused rather than spoiled. */
  readonly #refusesNul: boolean
  readonly #statements = new Map<string, SqliteStatement>()
  readonly #writes = new Map<string, SqliteStatement>()

  constructor(database: SqliteDatabase) {
    this.#database = database
    this.#refusesNul = database
      .prepare("SELECT 'a' || char(0) || 'b' AS text")
      .all()
      .some((row) => (row as Row).text !== 'a\0b')
  }

  exec(sql: string): void {
    this.#database.exec(sql)
  }

  run(sql: string, ...values: Bindable[]): void {
    this.#writing(sql).run(...this.#normalised(values))
  }

  /** Runs a statement for its effect; gives the number of rows that it changed itself. */
  changed(sql: string, ...values: Bindable[]): number {
    return Number(this.#writing(sql).run(...this.#normalised(values)).changes)
  }

  /** Key of the row that an INSERT made. (`RETURNING` would tell it too, but gathers its rows in a table first and takes ten times as long.) */
  insert(sql: string, ...values: Bindable[]): number {
    return Number(this.#writing(sql).run(...this.#normalised(values)).lastInsertRowid)
  }

  /** The first row, as the type the caller knows the statement to give. */
  get<T = Row>(sql: string, ...values: Bindable[]): T | undefined {
    // Both libraries give a plain object per row or `undefined`; the statement's text is the only source of its shape.
    return (this.#statement(sql).get(...this.#normalised(values)) ?? undefined) as T | undefined
  }

  all<T = Row>(sql: string, ...values: Bindable[]): T[] {
    return this.#statement(sql).all(...this.#normalised(values)) as T[]
  }

  /** Runs `work` in a transaction that takes the write lock at once: everything or nothing is committed. */
  transaction<T>(work: () => T): T {
    return this.#within('BEGIN IMMEDIATE', work)
  }

  /** Runs `work` on one snapshot of the database. */
  snapshot<T>(work: () => T): T {
    return this.#within('BEGIN', work)
  }

  #within<T>(begin: string, work: () => T): T {
    try {
      this.#database.exec(begin)
      try {
        const result = work()
        this.#database.exec('COMMIT')
        return result
      } catch (error) {
        this.#rollback()
        throw error
      }
    } catch (error) {
      throw storageError(error)
    }
  }

  /** SQLite has rolled back by itself after some errors (a full disk, for one); then there is nothing left to do. */
  #rollback(): void {
    try {
      this.#database.exec('ROLLBACK')
    } catch {}
  }

  /** Kept statements are dropped all at once when they are too many, which only queries of ever new shapes bring about. */
  #statement(sql: string): SqliteStatement {
    let statement = this.#statements.get(sql)
    if (statement === undefined) {
      if (this.#statements.size >= maxStatements) this.#statements.clear()
      statement = this.#database.prepare(sql)
      this.#statements.set(sql, statement)
    }
    return statement
  }

  /** A statement that is run for its effect. FTS5 leaves row ids above 2⁵³ behind, which Node 26 refuses to return as numbers, asked for or not. */
  #writing(sql: string): SqliteStatement {
    let statement = this.#writes.get(sql)
    if (statement === undefined) {
      if (this.#writes.size >= maxStatements) this.#writes.clear()
      statement = this.#database.prepare(sql)
      statement.setReadBigInts?.(true)
      this.#writes.set(sql, statement)
    }
    return statement
  }

  #normalised(values: readonly Bindable[]): SqliteValue[] {
    const normal = values as Bindable[]
    for (let at = 0; at < normal.length; at++) {
      const value = normal[at]
      if (value === undefined) normal[at] = null
      else if (typeof value === 'boolean') normal[at] = value ? 1 : 0
      else if (typeof value === 'string') this.#checkText(value)
      else if (typeof value === 'object' && value !== null && !(value instanceof Uint8Array))
        throw new ScanError('STORAGE_REFUSED', 'SQLite has no type for an object: a text or a number belongs there.')
    }
    return normal as SqliteValue[]
  }

  #checkText(text: string): void {
    if (this.#refusesNul && text.includes('\0'))
      throw new ScanError('STORAGE_REFUSED', 'SQLite of this Node.js cannot read back a text that contains NUL.')
  }
}
