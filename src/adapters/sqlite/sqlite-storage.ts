import type { Storage } from '../../core/ports/storage.ts'
import { OpenOnce } from '../support/open-once.ts'
import { portMethods } from '../support/port-methods.ts'
import type { Backend } from './backend.ts'
import type { SqliteDatabase } from './database.ts'
import { fileOf, inMemory } from './database-file.ts'
import type { PortName } from './messages.ts'
import { openError } from './sqlite-error.ts'
import { threadBackend } from './thread-backend.ts'

/** Where the database is. */
export type SqliteStorageOptions =
  | {
      /** A file, made when it is not there; its folder must be. Opened in a thread of its own, so that the host's event loop stays free. */
      readonly path: string
    }
  | {
      /** An open `DatabaseSync` of `node:sqlite` or `Database` of better-sqlite3, used where the host put it. Its settings stay as they are, and it is not closed. */
      readonly database: SqliteDatabase
    }

/**
 * A library in SQLite (3.44 or later, with FTS5). Several processes of one host may use it at once. Beside the file stand SQLite's own `-wal` and `-shm`, and `-scan-lock`, which
 * is locked while a scan runs.
 *
 * For an instance passed in, `PRAGMA journal_mode = WAL` and `PRAGMA synchronous = NORMAL` are advised; every call then takes its time on the thread that made it.
 */
export const sqliteStorage = (options: SqliteStorageOptions): Storage => {
  const onDisk = isOnDisk(options)
  const opened = new OpenOnce(() => openBackend(options))
  const call = async (port: PortName, method: string, args: readonly unknown[]): Promise<unknown> =>
    (await opened.get()).call(port, method, args)
  const methods = <Name extends keyof typeof portMethods>(port: Name): Storage[Name] =>
    Object.fromEntries(
      portMethods[port].map((name) => {
        // The queries of listings are loaded with the reader.
        const owner: PortName = name === 'listTasks' || name === 'retryTasks' ? 'reader' : port
        return [name, (...args: unknown[]) => call(owner, name, args)]
      }),
    ) as unknown as Storage[Name]
  return {
    specVersion: 'v1',
    name: 'sqlite',
    capabilities: { multiProcess: onDisk, multiHost: false, durable: onDisk, typoTolerance: false },
    limits: { maxTracksPerCommit: 1000 },
    writer: methods('writer'),
    reader: methods('reader'),
    ledger: methods('ledger'),
    tasks: methods('tasks'),
    crew: methods('crew'),
    open: () => opened.open(),
    close: () => opened.close(),
  }
}

const openBackend = async (options: SqliteStorageOptions): Promise<Backend> => {
  if ('path' in options) return threadBackend(options.path)
  // Loaded on use: with a path, the engine is needed in the thread only.
  const { directBackend } = await import('./direct-backend.ts')
  try {
    return directBackend(options.database)
  } catch (error) {
    throw openError(error, 'passed in')
  }
}

const isOnDisk = (options: SqliteStorageOptions): boolean => {
  if ('path' in options) return options.path !== inMemory
  try {
    return fileOf(options.database) !== ''
  } catch {
    // An instance that is closed; open() says so.
    return true
  }
}
