import { sql } from 'kysely'
import type { Album } from '../../core/model/album.ts'
import type { AlbumsTable } from '../support/tables.ts'
import type { Connection } from './connection.ts'
import { queries } from './query.ts'

/** A row of {@link albumQuery}. */
export interface AlbumRow extends AlbumsTable<number> {
  readonly artists: string
}

/** Whether an album has a track that is not missing. */
export const albumIsPresent = sql<boolean>`EXISTS (SELECT 1 FROM tracks t WHERE t.album_key = albums.album_key AND t.missing_since IS NULL)`

/** A query over albums with all that {@link albumOf} needs of each row. */
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

export const albumOf = (row: AlbumRow): Album => ({
  id: row.id,
  title: row.title,
  sortTitle: row.sort_title,
  albumArtist: row.album_artist,
  date: row.date,
  originalDate: row.original_date,
  year: row.year,
  compilation: row.compilation === 1,
  musicbrainzReleaseId: row.musicbrainz_release_id,
  musicbrainzReleaseGroupId: row.musicbrainz_release_group_id,
  trackCount: row.track_count,
  discCount: row.disc_count,
  durationMs: row.duration_ms,
  artists: (JSON.parse(row.artists) as [string, number, string][]).map(([artistId, position, creditedAs]) => ({
    artistId,
    position,
    creditedAs,
  })),
})

/** Albums by key, in the order of the keys. */
export const albumsByKey = (db: Connection, keys: readonly number[]): readonly Album[] => {
  const { sql: text } = albumQuery().where('albums.album_key', '=', 0).compile()
  return keys.flatMap((key) => {
    const row = db.get<AlbumRow>(text, key)
    return row === undefined ? [] : [albumOf(row)]
  })
}
