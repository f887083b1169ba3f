import type { Crew } from '../../core/ports/crew.ts'
import type { Ledger } from '../../core/ports/ledger.ts'
import type { LibraryReader } from '../../core/ports/library-reader.ts'
import type { LibraryWriter } from '../../core/ports/library-writer.ts'
import type { Storage } from '../../core/ports/storage.ts'
import type { TaskLedger } from '../../core/ports/task-ledger.ts'
import { OpenOnce } from '../support/open-once.ts'
import { portMethods } from '../support/port-methods.ts'
import { checkServer } from './check-server.ts'
import { commit } from './commit.ts'
import { crew } from './crew.ts'
import { Database } from './database.ts'
import { known } from './known.ts'
import { ledger } from './ledger.ts'
import { lookup } from './lookup.ts'
import { migrate } from './migrate.ts'
import { openPool } from './open-pool.ts'
import type { PostgresPool } from './pool.ts'
import { openError } from './postgres-error.ts'
import { purge } from './purge.ts'
import { roots } from './roots.ts'
import { type ScanLock, scanLock } from './scan-lock.ts'
import { settleReads } from './settle-reads.ts'
import { tasks } from './tasks.ts'
import { makeTypoIndexes } from './typo-indexes.ts'
import { unsettled } from './unsettled.ts'

/** Where the library is, and how long its server may take. */
export type PostgresStorageOptions = (
  | {
      /** `postgres://user:password@host:port/database`; what it leaves out comes from the environment (`PGHOST`, `PGPASSWORD`, …). Needs the package `pg` 8. */
      readonly connectionString: string
      /** Connections at most. Default 10. */
      readonly maxConnections?: number
    }
  | {
      /** A `Pool` of `pg` 8 of the host, which is not closed. */
      readonly pool: PostgresPool
    }
) & {
  /** The schema that holds the tables, made when it is not there. Default `soniquebay`. */
  readonly schema?: string
  /** Milliseconds after which a statement is cancelled. Default 60,000. */
  readonly statementTimeoutMs?: number
  /** Milliseconds after which waiting for another transaction fails. Default 30,000. */
  readonly lockTimeoutMs?: number
  /**
   * Whether a search that finds nothing is tried again with the known words that are most like the typed ones. Needs the extension `pg_trgm`, which is created where the user may.
   * Default `false`: the same answers as every storage gives.
   */
  readonly typoTolerance?: boolean
}

interface Opened {
  readonly writer: LibraryWriter
  /** Loaded on use: scans do without it, and its query builder takes long to load. */
  readonly reader: () => Promise<LibraryReader>
  readonly ledger: Ledger
  readonly tasks: TaskLedger
  readonly crew: Crew
  close(): Promise<void>
}

/**
 * A library in Postgres 13 or later, in a schema of its own: for hosts of several processes or machines. Connections are made on use; one of them holds the scan lock while
 * a scan runs.
 *
 * @example
 * ```ts
 * import { createScanner } from '@soniquebay/scan'
 * import { postgresStorage } from '@soniquebay/scan/postgres'
 *
 * const storage = postgresStorage({ connectionString: 'postgres://music@localhost/music' })
 * const scanner = await createScanner({ roots: ['/music'], storage })
 * ```
 */
export const postgresStorage = (options: PostgresStorageOptions): Storage => {
  const opened = new OpenOnce(() => openPorts(options))
  return {
    specVersion: 'v1',
    name: 'postgres',
    capabilities: { multiProcess: true, multiHost: true, durable: true, typoTolerance: options.typoTolerance === true },
    limits: { maxTracksPerCommit: 1000, goodTracksPerCommit: 500 },
    writer: methodsOf('writer', async () => (await opened.get()).writer),
    reader: methodsOf('reader', async () => (await opened.get()).reader()),
    ledger: methodsOf('ledger', async () => (await opened.get()).ledger),
    tasks: methodsOf('tasks', async () => (await opened.get()).tasks),
    crew: methodsOf('crew', async () => (await opened.get()).crew),
    open: () => opened.open(),
    close: () => opened.close(),
  }
}

/** A port whose methods ask for the port they belong to at each call. */
const methodsOf = <Name extends keyof typeof portMethods>(
  name: Name,
  port: () => Promise<Storage[Name]>,
): Storage[Name] =>
  Object.fromEntries(
    portMethods[name].map((method) => [
      method,
      async (...args: readonly unknown[]) => {
        const owner = await port()
        const call: unknown = Reflect.get(owner, method)
        return typeof call === 'function' ? Reflect.apply(call, owner, args) : undefined
      },
    ]),
  ) as unknown as Storage[Name]

const openPorts = async (options: PostgresStorageOptions): Promise<Opened> => {
  const { schema = 'soniquebay', statementTimeoutMs = 60_000, lockTimeoutMs = 30_000, typoTolerance = false } = options
  const { pool, place, close } = await openPool(options)
  const database = new Database(pool, schema, { statementMs: statementTimeoutMs, lockMs: lockTimeoutMs })
  try {
    await checkServer(pool)
    await migrate(database, schema)
    if (typoTolerance) await makeTypoIndexes(database, schema)
  } catch (error) {
    await close()
    throw openError(error, place)
  }
  const lock: ScanLock = scanLock(database, schema)
  return {
    writer: {
      commit: (work) => commit(database, work),
      known: (query) => known(database, query),
      lookup: (request) => lookup(database, request),
      purge: (missingBefore, now) => purge(database, missingBefore, now),
      ...settleReads(database),
      ...unsettled(database),
      ...roots(database),
    },
    reader: async () => {
      const { libraryReader } = await import('./library-reader.ts')
      return libraryReader(database, typoTolerance)
    },
    ledger: ledger(database, lock),
    tasks: tasks(database),
    crew: crew(database),
    async close() {
      await lock.release()
      await close()
    },
  }
}
