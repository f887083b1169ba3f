import { statSync } from 'node:fs'
import type { SqliteDatabase } from './database.ts'

/** A log of this many bytes is given back to the disk when nothing is to do for a while. */
const worthwhile = 4 << 20
const idleMs = 250

/**
 * Empties the log of committed pages when the database rests. During a scan SQLite itself writes the log back after the commit that fills it (`wal_autocheckpoint`) and then
 * writes it anew from its begin: a file that is cut and grown again costs more than the writing.
 */
export const checkpoints = (database: SqliteDatabase, path: string, timeout: number) => {
  let waiting: NodeJS.Timeout | undefined
  const write = (): void => {
    if ((statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0) < worthwhile) return
    // Readers in other processes keep their part of the log; the rest is written, and nobody is waited for.
    database.exec('PRAGMA busy_timeout = 0')
    try {
      database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    } catch {
      // The next one does it.
    } finally {
      database.exec(`PRAGMA busy_timeout = ${timeout}`)
    }
  }
  return {
    /** To be called after each call of the engine. */
    afterCall(): void {
      if (waiting === undefined) waiting = setTimeout(write, idleMs)
      else waiting.refresh()
    },
    stop(): void {
      clearTimeout(waiting)
    },
  }
}
