import type { LibraryStats } from '../../core/ports/library-reader.ts'
import { albumIsPresent } from './album-rows.ts'
import { artistIsPresent } from './artist-rows.ts'
import type { Connection } from './connection.ts'
import { genreIsPresent } from './genres.ts'
import { queries, run } from './query.ts'

interface CountsRow {
  readonly tracks: number
  readonly missing: number
  readonly durationMs: number
  readonly bytes: number
  readonly errors: number
  readonly pending: number
  readonly tasks: number
}

/** Counts of the whole library. Those of tracks are kept by every write; only albums, artists and genres are counted now. */
export const stats = (db: Connection): LibraryStats =>
  db.snapshot(() => {
    const counts = db.get<CountsRow>(
      `SELECT ifnull(sum(tracks), 0) AS tracks, ifnull(sum(missing), 0) AS missing, ifnull(sum(duration_ms), 0) AS durationMs, ifnull(sum(bytes), 0) AS bytes,
         (SELECT count(*) FROM errors) AS errors, (SELECT count(*) FROM pending) + (SELECT count(*) FROM pending_losses) AS pending,
         (SELECT ifnull(sum(count), 0) FROM task_totals WHERE state <> 'done') AS tasks FROM totals`,
    )
    const byRoot = db.all<LibraryStats['byRoot'][number]>(
      `SELECT r.id AS rootId, ifnull(sum(tracks), 0) AS tracks, ifnull(sum(missing), 0) AS missing, ifnull(sum(bytes), 0) AS bytes
       FROM roots r LEFT JOIN totals USING (root_key) GROUP BY r.id HAVING r.location IS NOT NULL OR sum(tracks) + sum(missing) > 0 ORDER BY r.id`,
    )
    const byCodec = db.all<LibraryStats['byCodec'][number]>(
      `SELECT iif(codec = '', 'unknown', codec) AS codec, sum(tracks) AS tracks FROM totals GROUP BY 1 HAVING sum(tracks) > 0 ORDER BY 1`,
    )
    const none = { tracks: 0, missing: 0, durationMs: 0, bytes: 0, errors: 0, pending: 0, tasks: 0 }
    return {
      ...(counts ?? none),
      ...countListed(db),
      byRoot: byRoot.map((row) => ({ ...row })),
      byCodec: byCodec.map((row) => ({ ...row })),
    }
  })

/** How many rows the listings have. */
const countListed = (db: Connection): Pick<LibraryStats, 'albums' | 'artists' | 'genres'> => {
  const count = queries.fn.countAll<number>().as('count')
  const albums = queries.selectFrom('albums').select(count).where(albumIsPresent)
  const artists = queries
    .selectFrom('artists')
    .select(count)
    .where('artists.same_as', 'is', null)
    .where(artistIsPresent)
  const genres = queries.selectFrom('genres').select(count).where(genreIsPresent)
  return {
    albums: run(db, albums)[0]?.count ?? 0,
    artists: run(db, artists)[0]?.count ?? 0,
    genres: run(db, genres)[0]?.count ?? 0,
  }
}
