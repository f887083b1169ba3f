import { statSync } from 'node:fs'
import type { SqliteDatabase } from './database.ts'

const megabyte = 1 << 20
/** From this size on the log is written back as soon as nothing waits. */
const whenIdle = 4 * megabyte
/** From this size on it is written back between two transactions. */
const whenBusy = 96 * megabyte

/**
 * Writes the log of committed pages back into the database between transactions instead of inside one (SQLite's own rule), and mostly when nothing else is to do.
 */
export const checkpoints = (database: SqliteDatabase, path: string, timeout: number) => {
  let waiting: NodeJS.Timeout | undefined
  const size = (): number => statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0
  const write = (): void => {
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
      clearTimeout(waiting)
      if (size() >= whenBusy) write()
      else
        waiting = setTimeout(() => {
          if (size() >= whenIdle) write()
        }, 20)
    },
    stop(): void {
      clearTimeout(waiting)
    },
  }
}
