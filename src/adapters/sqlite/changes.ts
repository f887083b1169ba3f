import type { LibraryChange } from '../../core/ports/library-reader.ts'
import { maxPageLimit, pageLimit } from '../../core/text/page-limit.ts'
import type { Connection } from './connection.ts'

/** The last change of each track that changed after a point. */
export const changes = (db: Connection, since: number, limit?: number): readonly LibraryChange[] =>
  db
    .all<LibraryChange>(
      `SELECT change_seq AS seq, id AS trackId, change FROM tracks WHERE change_seq > ?
       UNION ALL SELECT seq, track_id, 'purged' FROM tombstones WHERE seq > ? ORDER BY 1 LIMIT ?`,
      ...[since, since, pageLimit(limit, maxPageLimit)],
    )
    .map((row) => ({ ...row }))
