import type { LibraryWriter } from '../../core/ports/library-writer.ts'
import { membersOf } from './album-members.ts'
import { byIndex } from './by-index.ts'
import type { Connection } from './connection.ts'
import type { Database } from './database.ts'
import { spellingsOf } from './spellings.ts'

/** What settle reads to say anew what albums and artists say. */
export const unsettled = (database: Database): Pick<LibraryWriter, 'unsettledAlbums' | 'unsettledArtists'> => ({
  unsettledAlbums: (after, limit) =>
    byIndex(database, async (db) => {
      const rows = await db.all<{ album_key: number; id: string }>(
        'SELECT album_key, id FROM albums WHERE unsettled AND id > ?::text ORDER BY id LIMIT ?::bigint',
        ...[after ?? '', limit],
      )
      const members = await membersOf(
        db,
        rows.map((row) => row.album_key),
      )
      return {
        albums: rows.map(({ album_key, id }) => ({ id, members: members.get(album_key) ?? [] })),
        next: rows.length < limit ? null : (rows.at(-1)?.id ?? null),
      }
    }),

  unsettledArtists: (after, limit) =>
    byIndex(database, async (db) => {
      const rows = await db.all<ArtistRow>(
        'SELECT artist_key, id, folded_name, musicbrainz_id FROM artists WHERE unsettled AND id > ?::text ORDER BY id LIMIT ?::bigint',
        ...[after ?? '', limit],
      )
      const spellings = await spellingsOf(
        db,
        rows.map((row) => row.artist_key),
      )
      const byName = await artistsOfNames(
        db,
        rows.map((row) => row.folded_name),
      )
      return {
        artists: rows.map(({ artist_key, id, folded_name, musicbrainz_id }) => {
          const sameName = byName.get(folded_name) ?? []
          return {
            id,
            foldedName: folded_name,
            musicbrainzId: musicbrainz_id,
            spellings: spellings.get(artist_key) ?? [],
            namesakes: sameName.filter((row) => row.named && row.present).map((row) => row.id),
            nameOnly: sameName.filter((row) => !row.named).map((row) => row.id),
          }
        }),
        next: rows.length < limit ? null : (rows.at(-1)?.id ?? null),
      }
    }),
})

interface ArtistRow {
  readonly artist_key: number
  readonly id: string
  readonly folded_name: string
  readonly musicbrainz_id: string | null
}

interface NamedRow {
  readonly folded_name: string
  readonly id: string
  /** Whether it has an MBID. */
  readonly named: boolean
  /** Whether it has an MBID and a track not missing credits it. */
  readonly present: boolean
}

/** All artists of folded names, by id. */
const artistsOfNames = async (
  db: Connection,
  names: readonly string[],
): Promise<ReadonlyMap<string, readonly NamedRow[]>> => {
  if (names.length === 0) return new Map()
  // `OFFSET 0` keeps each part as it is written: with the statistics of a table that was empty the server would look at all artists, or all tracks, for each page.
  const rows = await db.all<NamedRow>(
    `SELECT a.folded_name, a.id, a.musicbrainz_id IS NOT NULL AS named, CASE WHEN a.musicbrainz_id IS NULL THEN false ELSE EXISTS (
       SELECT 1 FROM track_artists ta WHERE ta.artist_key = a.artist_key AND EXISTS (
         SELECT 1 FROM tracks t WHERE t.track_key = ta.track_key AND t.missing_since IS NULL OFFSET 0) OFFSET 0) END AS present
     FROM (SELECT * FROM artists WHERE folded_name = ANY(?::text[]) OFFSET 0) a ORDER BY a.id`,
    [...new Set(names)],
  )
  return Map.groupBy(rows, (row) => row.folded_name)
}
