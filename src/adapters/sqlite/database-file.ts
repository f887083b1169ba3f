import type { SqliteDatabase } from './database.ts'

/** What SQLite calls a database that is in memory and nowhere else. */
export const inMemory = ':memory:'

/** Path of the main database of an instance; empty for one in memory. */
export const fileOf = (database: SqliteDatabase): string => {
  const rows = database.prepare('PRAGMA database_list').all() as {
    readonly name: string
    readonly file: string | null
  }[]
  return rows.find((row) => row.name === 'main')?.file ?? ''
}
