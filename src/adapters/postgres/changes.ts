import type { LibraryChange } from '../../core/ports/library-reader.ts'
import { maxPageLimit, pageLimit } from '../../core/text/page-limit.ts'
import type { Connection } from './connection.ts'

/** The last change of each track that changed after a point. */
export const changes = (db: Connection, since: number, limit?: number): Promise<readonly LibraryChange[]> => {
  const most = pageLimit(limit, maxPageLimit)
  // A whole number of 64 bits, so that the index serves.
  const after = since < Number.MAX_SAFE_INTEGER ? Math.max(-1, Math.floor(since)) : Number.MAX_SAFE_INTEGER
  // A limit for each part, or Postgres sorts everything that follows.
  return db.all<LibraryChange>(
    `(SELECT change_seq AS seq, id AS "trackId", change FROM tracks WHERE change_seq > ? ORDER BY change_seq LIMIT ?)
     UNION ALL (SELECT seq, track_id, 'purged' FROM tombstones WHERE seq > ? ORDER BY seq LIMIT ?) ORDER BY 1 LIMIT ?`,
    ...[after, most, after, most, most],
  )
}
