import { ScanError } from '../../core/errors.ts'
import { wordsOf } from '../support/reach.ts'
import type { Database } from './database.ts'

/**
 * Makes ready for {@link correctedTokens}: the extension `pg_trgm` and indexes of trigrams over names and titles, unless they are there.
 * @throws ScanError `STORAGE_UNAVAILABLE` when the extension is neither there nor may be created.
 */
export const makeTypoIndexes = async (database: Database, schema: string): Promise<void> => {
  try {
    await database.transaction(async (db) => {
      await db.run('SELECT pg_advisory_xact_lock(hashtext(?))', `soniquebay-scan migrate ${schema}`)
      if ((await db.get("SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm'")) === undefined)
        await db.exec('CREATE EXTENSION pg_trgm SCHEMA public')
      for (const [table, column] of searchedColumns)
        await db.exec(`CREATE INDEX IF NOT EXISTS idx_${table}_typo ON ${table} USING gin (${column} gin_trgm_ops)`)
    })
  } catch (cause) {
    throw new ScanError(
      'STORAGE_UNAVAILABLE',
      `typoTolerance needs the extension pg_trgm: let a superuser run CREATE EXTENSION pg_trgm SCHEMA public in this database, or leave the option out (${wordsOf(ScanError.is(cause) ? cause.cause : cause)}).`,
      { cause },
    )
  }
}

/** What people type: the columns that words are looked for in. */
export const searchedColumns = [
  ['artists', 'sort_key'],
  ['albums', 'sort_title'],
  ['tracks', 'sort_title'],
] as const
