import type { Album } from '../../../core/model/album.ts'
import type { AlbumsTable } from './tables.ts'

/** A row of `albums` with its album artists as JSON. */
export interface AlbumRow extends AlbumsTable<number | boolean> {
  readonly artists: string
}

/** The album of a row. */
export const albumOfRow = (row: AlbumRow): Album => ({
  id: row.id,
  title: row.title,
  sortTitle: row.sort_title,
  albumArtist: row.album_artist,
  date: row.date,
  originalDate: row.original_date,
  year: row.year,
  compilation: Boolean(row.compilation),
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
