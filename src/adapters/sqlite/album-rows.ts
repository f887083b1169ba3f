import { sql } from 'kysely'
import type { Album } from '../../core/model/album.ts'
import { type AlbumRow, albumOfRow } from '../support/sql/album-of-row.ts'
import type { Connection } from './connection.ts'
import { queries } from './query.ts'

/** Whether an album has a track that is not missing. */
export const albumIsPresent = sql<boolean>`EXISTS (SELECT 1 FROM tracks t WHERE t.album_key = albums.album_key AND t.missing_since IS NULL)`

/** A query over albums with all that {@link albumOfRow} needs of each row. */
export const albumQuery = () =>
  queries
    .selectFrom('albums')
    .selectAll('albums')
    .select(
      sql<string>`(SELECT json_group_array(json_array(ifnull(same.id, a.id), aa.position, aa.credited_as)) FROM
        (SELECT * FROM album_artists WHERE album_key = albums.album_key ORDER BY place) aa
        JOIN artists a ON a.artist_key = aa.artist_key LEFT JOIN artists same ON same.artist_key = a.same_as)`.as(
        'artists',
      ),
    )

/** Albums by key, in the order of the keys. */
export const albumsByKey = (db: Connection, keys: readonly number[]): readonly Album[] => {
  const { sql: text } = albumQuery().where('albums.album_key', '=', 0).compile()
  return keys.flatMap((key) => {
    const row = db.get<AlbumRow>(text, key)
    return row === undefined ? [] : [albumOfRow(row)]
  })
}
