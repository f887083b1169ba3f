import { ScanError } from '../../core/errors.ts'
import type { SqliteDatabase } from './database.ts'
import { resultCode } from './sqlite-error.ts'

/** Held from the begin of a scan to its end, by one storage at a time. */
export interface ScanLock {
  /** @throws ScanError `SCAN_RUNNING` when somebody holds it, this storage included. */
  take(): void
  /** Nothing happens when it is not held. */
  release(): void
}

/** Result codes of SQLite. */
const busy = 5
const locked = 6

const running = (cause?: unknown): ScanError =>
  new ScanError('SCAN_RUNNING', 'Another scan of this library is running: wait for it to end, or cancel it.', {
    cause,
    retryable: true,
  })

/**
 * A lock on a file beside the database: an exclusive transaction of a second SQLite connection. The operating system lets go of it when the process ends, however it ends.
 */
export const fileLock = (open: () => SqliteDatabase & { close(): unknown }): ScanLock => {
  let held: ReturnType<typeof open> | undefined
  return {
    take() {
      if (held !== undefined) throw running()
      const file = open()
      try {
        file.exec('PRAGMA busy_timeout = 0')
        file.exec('BEGIN EXCLUSIVE')
      } catch (error) {
        file.close()
        const code = resultCode(error)
        throw code === busy || code === locked ? running(error) : error
      }
      held = file
    },
    release() {
      held?.close()
      held = undefined
    },
  }
}

const holders = new WeakMap<SqliteDatabase, ScanLock>()

/** A lock for a database in memory, which only storages over the same instance share. */
export const memoryLock = (database: SqliteDatabase): ScanLock => {
  const lock: ScanLock = {
    take() {
      if (holders.has(database)) throw running()
      holders.set(database, lock)
    },
    release() {
      if (holders.get(database) === lock) holders.delete(database)
    },
  }
  return lock
}
