import type { LibraryReader } from '../../core/ports/library-reader.ts'
import { albums } from './albums.ts'
import { artists } from './artists.ts'
import { changes } from './changes.ts'
import type { Connection } from './connection.ts'
import { explain } from './explain.ts'
import { exportLines } from './export-lines.ts'
import { genres } from './genres.ts'
import { guarded } from './guarded.ts'
import { errors } from './item-errors.ts'
import { listTasks, retryTasks } from './list-tasks.ts'
import { search } from './search.ts'
import { stats } from './stats.ts'
import type { Synchronous } from './synchronous.ts'
import type { ListedTasks } from './tasks.ts'
import { tracks } from './tracks.ts'

/** The library's queries, and those over tasks that are built alike, as they run beside the database. */
export const libraryReader = (db: Connection): Synchronous<LibraryReader & ListedTasks> =>
  guarded({
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
    listTasks: (request) => listTasks(db, request),
    retryTasks: (filter, now) => retryTasks(db, filter, now),
  })
