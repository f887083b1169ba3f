import { sql } from 'kysely'
import type { Album } from '../../core/model/album.ts'
import { albumOfRow } from '../support/sql/album-of-row.ts'
import type { Connection } from './connection.ts'
import { anyKey, inOrder, queries, run } from './query.ts'

/** Whether an album has a track that is not missing. */
export const albumIsPresent = sql<boolean>`EXISTS (SELECT 1 FROM tracks t WHERE t.album_key = albums.album_key AND t.missing_since IS NULL)`

/** A query over albums with all that {@link albumOfRow} needs of each row. */
export const albumQuery = () =>
  queries
    .selectFrom('albums')
    .selectAll('albums')
    .select(
      sql<string>`(SELECT coalesce(json_agg(json_build_array(coalesce(same.id, a.id), aa.position, aa.credited_as) ORDER BY aa.place), '[]'::json)
        FROM album_artists aa JOIN artists a ON a.artist_key = aa.artist_key LEFT JOIN artists same ON same.artist_key = a.same_as
        WHERE aa.album_key = albums.album_key)`.as('artists'),
    )

/** Albums by key, in the order of the keys. */
export const albumsByKey = async (db: Connection, keys: readonly number[]): Promise<readonly Album[]> => {
  if (keys.length === 0) return []
  const rows = await run(db, albumQuery().where('albums.album_key', '=', anyKey(keys)))
  return inOrder(
    keys,
    rows.map((row) => [row.album_key, albumOfRow(row)]),
  )
}
