import type { AlbumArtist, AlbumMember } from '../../core/model/album.ts'
import type { UnsettledArtist } from '../../core/model/artist.ts'
import type { LibraryWriter } from '../../core/ports/library-writer.ts'
import { compareKeys } from '../../core/text/compare-keys.ts'
import { tieKey } from '../../core/text/tie-key.ts'
import type { Connection } from './connection.ts'
import { spellingsOf } from './spellings.ts'
import type { Synchronous } from './synchronous.ts'

/** What settle reads to say anew what albums and artists say. */
export const unsettled = (
  db: Connection,
): Synchronous<Pick<LibraryWriter, 'unsettledAlbums' | 'unsettledArtists'>> => ({
  unsettledAlbums: (after, limit) => {
    const rows = db.all<{ album_key: number; id: string }>(
      'SELECT album_key, id FROM albums WHERE unsettled = 1 AND id > ? ORDER BY id LIMIT ?',
      ...[after ?? '', limit],
    )
    const albums = rows.map(({ album_key, id }) => ({ id, members: membersOf(db, album_key) }))
    return { albums, next: rows.length < limit ? null : (rows.at(-1)?.id ?? null) }
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

interface MemberRow {
  readonly track_key: number
  readonly id: string
  readonly root_id: string
  readonly path: string
  readonly disc_number: number | null
  readonly track_number: number | null
  readonly album: string | null
  readonly album_artist: string | null
  readonly date: string | null
  readonly original_date: string | null
  readonly year: number | null
  readonly compilation: number
  readonly duration_ms: number | null
  readonly musicbrainz_release_id: string | null
  readonly musicbrainz_release_group_id: string | null
  readonly album_sort: string | null
  readonly artists: string
  readonly missing: number
}

const membersWhere = (missing: 'NULL' | 'NOT NULL'): string => `
SELECT t.track_key, t.id, r.id AS root_id, t.path, t.disc_number, t.track_number, t.album, t.album_artist, t.date, t.original_date, t.year, t.compilation,
  t.duration_ms, t.musicbrainz_release_id, t.musicbrainz_release_group_id, json_extract(g.tags, '$.albumSort') AS album_sort, t.missing_since IS NOT NULL AS missing,
  (SELECT json_group_array(json_array(a.id, ta.position, ta.credited_as, ta.role)) FROM track_artists ta JOIN artists a USING (artist_key)
   WHERE ta.track_key = t.track_key AND ta.role IN ('artist', 'albumartist')) AS artists
FROM tracks t JOIN roots r USING (root_key) JOIN tags g USING (track_key) WHERE t.album_key = ? AND t.missing_since IS ${missing}`

const membersOf = (db: Connection, albumKey: number): readonly AlbumMember[] => {
  const present = db.all<MemberRow>(membersWhere('NULL'), albumKey)
  const rows = present.length > 0 ? present : db.all<MemberRow>(membersWhere('NOT NULL'), albumKey)
  return rows
    .map((row) => ({ tie: tieKey(row.disc_number, row.track_number, row.root_id, row.path), member: memberOf(row) }))
    .sort((a, b) => compareKeys(a.tie, b.tie) || compareKeys(a.member.trackId, b.member.trackId))
    .map(({ member }) => member)
}

type PackedArtist = readonly [artistId: string, position: number, creditedAs: string, role: string]

const memberOf = (row: MemberRow): AlbumMember => {
  const packed: readonly PackedArtist[] = JSON.parse(row.artists)
  const ofAlbum = packed.filter(([, , , role]) => role === 'albumartist')
  const artists = (ofAlbum.length > 0 ? ofAlbum : packed).map(
    ([artistId, position, creditedAs]): AlbumArtist => ({ artistId, position, creditedAs }),
  )
  return {
    trackId: row.id,
    rootId: row.root_id,
    path: row.path,
    discNumber: row.disc_number,
    trackNumber: row.track_number,
    album: row.album,
    albumArtist: row.album_artist,
    date: row.date,
    originalDate: row.original_date,
    year: row.year,
    compilation: row.compilation === 1,
    durationMs: row.duration_ms,
    musicbrainzReleaseId: row.musicbrainz_release_id,
    musicbrainzReleaseGroupId: row.musicbrainz_release_group_id,
    albumSort: row.album_sort,
    artists,
    missing: row.missing === 1,
  }
}
