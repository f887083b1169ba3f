import type { Ledger } from '../../core/ports/ledger.ts'
import type { LibraryWriter } from '../../core/ports/library-writer.ts'
import { commit } from './commit.ts'
import { Connection } from './connection.ts'
import { crew } from './crew.ts'
import type { SqliteDatabase } from './database.ts'
import { guarded } from './guarded.ts'
import { known } from './known.ts'
import { ledger } from './ledger.ts'
import { lookup } from './lookup.ts'
import type { PortName } from './messages.ts'
import { migrate } from './migrate.ts'
import { purge } from './purge.ts'
import { roots } from './roots.ts'
import type { ScanLock } from './scan-lock.ts'
import { settleReads } from './settle-reads.ts'
import type { Packed, Synchronous } from './synchronous.ts'
import { tasks } from './tasks.ts'
import { unsettled } from './unsettled.ts'

/** Methods that go through many rows: their results are put together as JSON, mostly by SQLite itself. */
type PackedMethod = 'known' | 'unsettledAlbums'

type Writer = Omit<Synchronous<LibraryWriter>, PackedMethod> & Packed<Pick<LibraryWriter, PackedMethod>>

/** The methods of a port by name. */
export type Methods = Readonly<Record<string, (...args: readonly unknown[]) => unknown>>

/** The ports as they run beside the database. */
export interface Engine {
  /** The reader is loaded on use: scans do without it, and its query builder takes longer to load than a scan that finds nothing changed. */
  port(name: PortName): Methods | Promise<Methods>
}

/** Migrates the database and gives the ports over it. */
export const openEngine = (database: SqliteDatabase, lock: ScanLock): Engine => {
  const db = new Connection(database)
  migrate(db)
  const writer: Writer = guarded({
    commit: (work) => commit(db, work),
    known: (query) => known(db, query),
    lookup: (request) => lookup(db, request),
    purge: (missingBefore, now) => purge(db, missingBefore, now),
    ...settleReads(db),
    ...unsettled(db),
    ...roots(db),
  })
  const scanning: Synchronous<Ledger> = guarded(ledger(db, lock))
  const others = {
    writer,
    ledger: scanning,
    tasks: guarded(tasks(db)),
    crew: guarded(crew(db)),
  } satisfies Record<Exclude<PortName, 'reader'>, object>
  let reader: Methods | undefined
  const loadReader = async (): Promise<Methods> => {
    const { libraryReader } = await import('./library-reader.ts')
    reader ??= libraryReader(db) as unknown as Methods
    return reader
  }
  return {
    port(name) {
      if (name === 'reader') return reader ?? loadReader()
      return others[name] as unknown as Methods
    },
  }
}
