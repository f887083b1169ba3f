import type { Artist } from '../../../core/model/artist.ts'

/** A row of `artists` with what is counted of it. */
export interface ArtistRow {
  readonly id: string
  readonly name: string
  readonly sort_name: string
  readonly musicbrainz_id: string | null
  readonly track_count: number
  readonly album_count: number
}

/** The artist of a row. */
export const artistOfRow = (row: ArtistRow): Artist => ({
  id: row.id,
  name: row.name,
  sortName: row.sort_name,
  musicbrainzId: row.musicbrainz_id,
  trackCount: row.track_count,
  albumCount: row.album_count,
})
