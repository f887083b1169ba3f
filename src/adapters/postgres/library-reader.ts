import type { LibraryReader } from '../../core/ports/library-reader.ts'
import { albums } from './albums.ts'
import { artists } from './artists.ts'
import { changes } from './changes.ts'
import type { Database } from './database.ts'
import { explain } from './explain.ts'
import { exportLines } from './export-lines.ts'
import { genres } from './genres.ts'
import { errors } from './item-errors.ts'
import { search } from './search.ts'
import { stats } from './stats.ts'
import { tracks } from './tracks.ts'

/** The library's queries, each on one snapshot of it. */
export const libraryReader = (database: Database, forgiving: boolean): LibraryReader => ({
  tracks: (query) => database.snapshot((db) => tracks(db, query)),
  albums: (query) => database.snapshot((db) => albums(db, query)),
  artists: (query) => database.snapshot((db) => artists(db, query)),
  genres: (query) => database.snapshot((db) => genres(db, query)),
  search: (text, request) => database.snapshot((db) => search(db, text, request, forgiving)),
  stats: () => database.snapshot((db) => stats(db)),
  errors: (query) => database.snapshot((db) => errors(db, query)),
  explain: (rootId, path) => database.snapshot((db) => explain(db, rootId, path)),
  changes: (since, limit) => database.snapshot((db) => changes(db, since, limit)),
  exportLines: (request) => database.snapshot((db) => exportLines(db, request)),
})
