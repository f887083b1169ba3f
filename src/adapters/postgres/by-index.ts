import type { Connection } from './connection.ts'
import type { Database } from './database.ts'

/**
 * What keeps the server on indexes. During a large import its statistics are those of an empty table, and it would rather join whole tables for each page: a hundred times
 * as long. Starting parallel workers takes longer than such a read.
 */
const settings = [
  ...['enable_hashjoin', 'enable_mergejoin', 'enable_seqscan', 'enable_bitmapscan'].map((name) => `${name} = off`),
  'max_parallel_workers_per_gather = 0',
]

/** Runs reads of some rows of large tables on one snapshot, by their indexes. */
export const byIndex = <T>(database: Database, work: (db: Connection) => Promise<T>): Promise<T> =>
  database.snapshot(async (db) => {
    await useIndexes(db)
    return work(db)
  })

/** Keeps the rest of a transaction on indexes. */
export const useIndexes = (db: Connection): Promise<void> =>
  db.exec(settings.map((setting) => `SET LOCAL ${setting}`).join('; '))
