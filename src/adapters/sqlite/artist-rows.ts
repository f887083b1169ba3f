import { sql } from 'kysely'
import type { Artist } from '../../core/model/artist.ts'
import { type ArtistRow, artistOfRow } from '../support/sql/artist-of-row.ts'
import type { Connection } from './connection.ts'
import { queries } from './query.ts'

/** Keys of an artist row and of the name-only ones that it is. */
const group = sql`(SELECT m.artist_key FROM artists m WHERE m.artist_key = artists.artist_key
  UNION ALL SELECT m.artist_key FROM artists m WHERE m.same_as = artists.artist_key)`

/** Whether an artist is credited on a track that is not missing. */
export const artistIsPresent = sql<boolean>`EXISTS (SELECT 1 FROM track_artists ta JOIN tracks t USING (track_key)
  WHERE ta.artist_key IN ${group} AND t.missing_since IS NULL)`

/** Whether an artist is an album artist of an album with a track that is not missing. */
export const artistHasAlbums = sql<boolean>`EXISTS (SELECT 1 FROM album_artists aa WHERE aa.artist_key IN ${group}
  AND EXISTS (SELECT 1 FROM tracks t WHERE t.album_key = aa.album_key AND t.missing_since IS NULL))`

/** A query over artists, name-only ones left out that are another, with all that {@link artistOfRow} needs of each row. */
export const artistQuery = () =>
  queries
    .selectFrom('artists')
    .select(['artists.id', 'artists.name', 'artists.sort_name', 'artists.musicbrainz_id'])
    .select([
      sql<number>`(SELECT count(DISTINCT ta.track_key) FROM track_artists ta JOIN tracks t USING (track_key)
        WHERE ta.artist_key IN ${group} AND t.missing_since IS NULL)`.as('track_count'),
      sql<number>`(SELECT count(DISTINCT aa.album_key) FROM album_artists aa WHERE aa.artist_key IN ${group}
        AND EXISTS (SELECT 1 FROM tracks t WHERE t.album_key = aa.album_key AND t.missing_since IS NULL))`.as(
        'album_count',
      ),
    ])
    .where('artists.same_as', 'is', null)

/** Artists by key, in the order of the keys. */
export const artistsByKey = (db: Connection, keys: readonly number[]): readonly Artist[] => {
  const { sql: text } = artistQuery().where('artists.artist_key', '=', 0).compile()
  return keys.flatMap((key) => {
    const row = db.get<ArtistRow>(text, key)
    return row === undefined ? [] : [artistOfRow(row)]
  })
}

/** Keys of all rows that are the artist with this id: its own, the one it is, and the name-only ones of that. */
export const artistGroup = (db: Connection, id: string): readonly number[] =>
  db
    .all<{ artist_key: number }>(
      `WITH shown AS (SELECT ifnull(same_as, artist_key) AS artist_key FROM artists WHERE id = ?)
       SELECT artist_key FROM shown UNION SELECT a.artist_key FROM artists a JOIN shown ON a.same_as = shown.artist_key`,
      id,
    )
    .map((row) => row.artist_key)
