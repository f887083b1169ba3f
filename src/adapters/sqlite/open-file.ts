import { accessSync, constants, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { ScanError } from '../../core/errors.ts'
import { inMemory } from './database-file.ts'
import { type Engine, openEngine } from './engine.ts'
import { fileLock, memoryLock } from './scan-lock.ts'
import { resultCode } from './sqlite-error.ts'

/** Milliseconds that a statement waits for another process to end its transaction. */
export const busyTimeout = 5000

const settings = `
PRAGMA journal_mode = WAL;
PRAGMA synchronous = NORMAL;
PRAGMA cache_size = -8000;
PRAGMA temp_store = MEMORY;
PRAGMA wal_autocheckpoint = 16000;
`

/** A database file opened here. */
export interface OpenedFile {
  readonly engine: Engine
  readonly database: DatabaseSync
  close(): void
}

/** Opens (or makes) a database file and migrates it. */
export const openFile = (path: string): OpenedFile => {
  if (path !== inMemory) checkWritable(resolve(path))
  const database = new DatabaseSync(path, { timeout: busyTimeout, enableForeignKeyConstraints: false })
  const lock = path === inMemory ? memoryLock(database) : fileLock(() => new DatabaseSync(`${path}-scan-lock`))
  try {
    patiently(() => database.exec(settings))
    const engine = openEngine(database, lock)
    return {
      engine,
      database,
      close() {
        lock.release()
        database.close()
      },
    }
  } catch (error) {
    database.close()
    throw error
  }
}

const checkWritable = (path: string): void => {
  const refuse = (sentence: string, cause?: unknown): never => {
    throw new ScanError('STORAGE_UNAVAILABLE', `The database ${path} cannot be opened: ${sentence}.`, { path, cause })
  }
  const known = statSync(path, { throwIfNoEntry: false })
  if (known?.isDirectory()) refuse('it is a folder, give the path of a file')
  if (statSync(dirname(path), { throwIfNoEntry: false })?.isDirectory() !== true)
    refuse(`there is no folder ${dirname(path)}, make it first`)
  try {
    if (known !== undefined) accessSync(path, constants.R_OK | constants.W_OK)
    // SQLite keeps its log beside the file.
    accessSync(dirname(path), constants.W_OK)
  } catch (error) {
    refuse('it, or its folder, cannot be written to; change the permissions or give another path', error)
  }
}

/** Switching a new file to the log takes a lock that SQLite does not wait for, so several processes that open it at once try again. */
const patiently = (work: () => void): void => {
  const end = Date.now() + busyTimeout
  const pause = new Int32Array(new SharedArrayBuffer(4))
  for (;;) {
    try {
      work()
      return
    } catch (error) {
      if (resultCode(error) !== 5 || Date.now() > end) throw error
      Atomics.wait(pause, 0, 0, 20)
    }
  }
}
