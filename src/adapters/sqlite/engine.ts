import type { Ledger } from '../../core/ports/ledger.ts'
import type { LibraryReader } from '../../core/ports/library-reader.ts'
import type { LibraryWriter } from '../../core/ports/library-writer.ts'
import { albums } from './albums.ts'
import { artists } from './artists.ts'
import { changes } from './changes.ts'
import { commit } from './commit.ts'
import { Connection } from './connection.ts'
import type { SqliteDatabase } from './database.ts'
import { explain } from './explain.ts'
import { exportLines } from './export-lines.ts'
import { genres } from './genres.ts'
import { errors } from './item-errors.ts'
import { known } from './known.ts'
import { ledger } from './ledger.ts'
import { lookup } from './lookup.ts'
import { migrate } from './migrate.ts'
import { purge } from './purge.ts'
import { roots } from './roots.ts'
import type { ScanLock } from './scan-lock.ts'
import { search } from './search.ts'
import { settleReads } from './settle-reads.ts'
import { storageError } from './sqlite-error.ts'
import { stats } from './stats.ts'
import type { Packed, Synchronous } from './synchronous.ts'
import { tracks } from './tracks.ts'
import { unsettled } from './unsettled.ts'

/** Methods that go through many rows: their results are put together as JSON, mostly by SQLite itself. */
type PackedMethod = 'known' | 'unsettledAlbums'

/** The three ports as they run beside the database. */
export interface Engine {
  readonly writer: Omit<Synchronous<LibraryWriter>, PackedMethod> & Packed<Pick<LibraryWriter, PackedMethod>>
  readonly reader: Synchronous<LibraryReader>
  readonly ledger: Synchronous<Ledger>
}

/** Migrates the database and gives the ports over it. */
export const openEngine = (database: SqliteDatabase, lock: ScanLock): Engine => {
  const db = new Connection(database)
  migrate(db)
  return {
    writer: guarded({
      commit: (work) => commit(db, work),
      known: (query) => known(db, query),
      lookup: (request) => lookup(db, request),
      purge: (missingBefore, now) => purge(db, missingBefore, now),
      ...settleReads(db),
      ...unsettled(db),
      ...roots(db),
    }),
    reader: guarded({
      tracks: (query) => tracks(db, query),
      albums: (query) => albums(db, query),
      artists: (query) => artists(db, query),
      genres: (query) => genres(db, query),
      search: (text, request) => search(db, text, request),
      stats: () => stats(db),
      errors: (query) => errors(db, query),
      explain: (rootId, path) => explain(db, rootId, path),
      changes: (since, limit) => changes(db, since, limit),
      exportLines: (request) => exportLines(db, request),
    }),
    ledger: guarded(ledger(db, lock)),
  }
}

/** Methods whose errors are `ScanError`s. */
const guarded = <Methods extends object>(methods: Methods): Methods =>
  Object.fromEntries(
    Object.entries(methods).map(([name, method]) => [
      name,
      (...args: unknown[]) => {
        try {
          return method(...args)
        } catch (error) {
          throw storageError(error)
        }
      },
    ]),
  ) as Methods
