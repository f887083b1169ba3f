import { sql } from 'kysely'
import type { LibraryStats } from '../../core/ports/library-reader.ts'
import { albumIsPresent } from './album-rows.ts'
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
export const stats = async (db: Connection): Promise<LibraryStats> => {
  const counts = await db.get<CountsRow>(
    `SELECT coalesce(sum(tracks), 0) AS tracks, coalesce(sum(missing), 0) AS missing, coalesce(sum(duration_ms), 0) AS "durationMs",
       coalesce(sum(bytes), 0) AS bytes, (SELECT count(*) FROM errors) AS errors,
       (SELECT count(*) FROM pending) + (SELECT count(*) FROM pending_losses) AS pending, (SELECT coalesce(sum(count), 0) FROM task_totals WHERE state <> 'done') AS tasks FROM totals`,
  )
  const none = { tracks: 0, missing: 0, durationMs: 0, bytes: 0, errors: 0, pending: 0, tasks: 0 }
  return {
    ...(counts ?? none),
    ...(await countListed(db)),
    byRoot: await db.all<LibraryStats['byRoot'][number]>(
      `SELECT r.id AS "rootId", coalesce(sum(tracks), 0) AS tracks, coalesce(sum(missing), 0) AS missing, coalesce(sum(bytes), 0) AS bytes
       FROM roots r LEFT JOIN totals USING (root_key) GROUP BY r.root_key HAVING r.location IS NOT NULL OR sum(tracks) + sum(missing) > 0 ORDER BY r.id`,
    ),
    byCodec: await db.all<LibraryStats['byCodec'][number]>(
      `SELECT CASE WHEN codec = '' THEN 'unknown' ELSE codec END AS codec, sum(tracks) AS tracks FROM totals GROUP BY 1 HAVING sum(tracks) > 0 ORDER BY 1`,
    ),
  }
}

/** How many rows the listings have. */
const countListed = async (db: Connection): Promise<Pick<LibraryStats, 'albums' | 'artists' | 'genres'>> => {
  const count = queries.fn.countAll<number>().as('count')
  const albums = queries.selectFrom('albums').select(count).where(albumIsPresent)
  // From the credits, not by `artistIsPresent`, which looks at each artist by itself.
  const artists = queries
    .selectFrom('artists')
    .select(sql<number>`count(DISTINCT shown.artist_key)`.as('count'))
    .innerJoin('artists as shown', (on) =>
      on
        .on('shown.same_as', 'is', null)
        .on('shown.artist_key', '=', sql`coalesce(artists.same_as, artists.artist_key)`),
    )
    .where(
      sql<boolean>`EXISTS (SELECT 1 FROM track_artists ta JOIN tracks t USING (track_key)
        WHERE ta.artist_key = artists.artist_key AND t.missing_since IS NULL)`,
    )
  const genres = queries.selectFrom('genres').select(count).where(genreIsPresent)
  return {
    albums: (await run(db, albums))[0]?.count ?? 0,
    artists: (await run(db, artists))[0]?.count ?? 0,
    genres: (await run(db, genres))[0]?.count ?? 0,
  }
}
