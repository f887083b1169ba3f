import { type RawBuilder, sql } from 'kysely'
import type { Artist } from '../../core/model/artist.ts'
import { type ArtistRow, artistOfRow } from '../support/sql/artist-of-row.ts'
import type { Connection } from './connection.ts'
import { inOrder } from './query.ts'

/** Keys of an artist row and of the name-only ones that it is: to select from, since within `IN` Postgres would make them anew for every credit there is. */
const group = sql`(SELECT m.artist_key FROM artists m WHERE m.artist_key = artists.artist_key
  UNION ALL SELECT m.artist_key FROM artists m WHERE m.same_as = artists.artist_key)`

/** Whether an artist is credited on a track that is not missing. */
export const artistIsPresent = sql<boolean>`EXISTS (SELECT 1 FROM ${group} g JOIN track_artists ta USING (artist_key)
  JOIN tracks t USING (track_key) WHERE t.missing_since IS NULL)`

/** Whether an artist is an album artist of an album with a track that is not missing. */
export const artistHasAlbums = sql<boolean>`EXISTS (SELECT 1 FROM ${group} g JOIN album_artists aa USING (artist_key)
  WHERE EXISTS (SELECT 1 FROM tracks t WHERE t.album_key = aa.album_key AND t.missing_since IS NULL))`

// Counted for all of them at once: before the first ANALYZE of a new library Postgres would read every credit for each artist.
const byKey = `
WITH members AS (SELECT artist_key, coalesce(same_as, artist_key) AS shown FROM artists WHERE artist_key = ANY(?::bigint[]) OR same_as = ANY(?::bigint[]))
SELECT artist_key, id, name, sort_name, musicbrainz_id, coalesce(track_count, 0) AS track_count, coalesce(album_count, 0) AS album_count FROM artists
LEFT JOIN (SELECT shown AS artist_key, count(DISTINCT track_key) AS track_count FROM members JOIN track_artists USING (artist_key)
  JOIN tracks USING (track_key) WHERE missing_since IS NULL GROUP BY shown) of_tracks USING (artist_key)
LEFT JOIN (SELECT shown AS artist_key, count(DISTINCT album_key) AS album_count FROM members JOIN album_artists aa USING (artist_key)
  WHERE EXISTS (SELECT 1 FROM tracks t WHERE t.album_key = aa.album_key AND t.missing_since IS NULL) GROUP BY shown) of_albums USING (artist_key)
WHERE artist_key = ANY(?::bigint[])`

/** Artists by key, in the order of the keys; name-only ones that are another artist are not asked for. */
export const artistsByKey = async (db: Connection, keys: readonly number[]): Promise<readonly Artist[]> => {
  if (keys.length === 0) return []
  const rows = await db.all<ArtistRow & { readonly artist_key: number }>(byKey, keys, keys, keys)
  return inOrder(
    keys,
    rows.map((row) => [row.artist_key, artistOfRow(row)]),
  )
}

/** Keys of all rows that are the artist with this id: its own, the one it is, and the name-only ones of that. */
export const artistRowsOf = (id: string): RawBuilder<number> =>
  sql`(SELECT coalesce(n.same_as, n.artist_key) AS artist_key FROM artists n WHERE n.id = ${id}
  UNION ALL SELECT m.artist_key FROM artists n JOIN artists m ON m.same_as = coalesce(n.same_as, n.artist_key) WHERE n.id = ${id})`
