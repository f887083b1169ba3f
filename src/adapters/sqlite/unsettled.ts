import type { UnsettledArtist } from '../../core/model/artist.ts'
import type { LibraryWriter } from '../../core/ports/library-writer.ts'
import { membersJson } from './album-members.ts'
import type { Connection } from './connection.ts'
import { JsonText } from './json-text.ts'
import { spellingsOf } from './spellings.ts'
import type { Packed, Synchronous } from './synchronous.ts'

/** What settle reads to say anew what albums and artists say. */
export const unsettled = (
  db: Connection,
): Packed<Pick<LibraryWriter, 'unsettledAlbums'>> & Synchronous<Pick<LibraryWriter, 'unsettledArtists'>> => ({
  unsettledAlbums: (after, limit) => {
    const rows = db.all<{ album_key: number; id: string }>(
      'SELECT album_key, id FROM albums WHERE unsettled = 1 AND id > ? ORDER BY id LIMIT ?',
      ...[after ?? '', limit],
    )
    const albums = rows.map(
      ({ album_key, id }) => `{"id":${JSON.stringify(id)},"members":${membersJson(db, album_key)}}`,
    )
    const next = rows.length < limit ? null : (rows.at(-1)?.id ?? null)
    return new JsonText(`{"albums":[${albums.join(',')}],"next":${JSON.stringify(next)}}`)
  },

  unsettledArtists: (after, limit) => {
    const rows = db.all<ArtistRow>(
      'SELECT artist_key, id, folded_name, musicbrainz_id FROM artists WHERE unsettled = 1 AND id > ? ORDER BY id LIMIT ?',
      ...[after ?? '', limit],
    )
    return {
      artists: rows.map((row) => unsettledArtist(db, row)),
      next: rows.length < limit ? null : (rows.at(-1)?.id ?? null),
    }
  },
})

interface ArtistRow {
  readonly artist_key: number
  readonly id: string
  readonly folded_name: string
  readonly musicbrainz_id: string | null
}

const unsettledArtist = (
  db: Connection,
  { artist_key, id, folded_name, musicbrainz_id }: ArtistRow,
): UnsettledArtist => {
  const sameName = db.all<{ id: string; named: number; present: number }>(
    `SELECT a.id, a.musicbrainz_id IS NOT NULL AS named, EXISTS (
       SELECT 1 FROM track_artists ta JOIN tracks t USING (track_key) WHERE ta.artist_key = a.artist_key AND t.missing_since IS NULL) AS present
     FROM artists a WHERE a.folded_name = ? ORDER BY a.id`,
    folded_name,
  )
  return {
    id,
    foldedName: folded_name,
    musicbrainzId: musicbrainz_id,
    spellings: spellingsOf(db, artist_key),
    namesakes: sameName.filter((row) => row.named === 1 && row.present === 1).map((row) => row.id),
    nameOnly: sameName.filter((row) => row.named === 0).map((row) => row.id),
  }
}
