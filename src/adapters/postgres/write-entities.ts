import { ScanError } from '../../core/errors.ts'
import type { AlbumSeed, AlbumSummary } from '../../core/model/album.ts'
import type { ArtistSeed, ArtistSummary } from '../../core/model/artist.ts'
import { albumDocument, artistDocument, type SearchDocument } from '../../core/text/search-document.ts'
import { sortKey } from '../../core/text/sort-key.ts'
import type { CommitScope } from './commit-scope.ts'
import type { Connection } from './connection.ts'
import { keysOf } from './keys.ts'
import { insertRows, recordset } from './recordset.ts'
import { removeTasks } from './tasks-of-subjects.ts'
import { wordsOf } from './words.ts'

const artistColumns = {
  id: 'text',
  name: 'text',
  sort_name: 'text',
  sort_key: 'text',
  folded_name: 'text',
  musicbrainz_id: 'text',
} as const

/** Inserts artists whose id is new. */
export const seedArtists = async (scope: CommitScope, artists: readonly ArtistSeed[]): Promise<void> => {
  if (artists.length === 0) return
  const rows = new Map(artists.map((artist) => [artist.id, artist]))
  const added = await scope.db.all<{ id: string; key: number }>(
    `${insertRows('artists', artistColumns)} ON CONFLICT (id) DO NOTHING RETURNING id, artist_key AS key`,
    JSON.stringify(
      [...rows.values()].map(({ id, name, sortName, foldedName, musicbrainzId }) => ({
        ...{ id, name, sort_name: sortName, sort_key: sortKey(sortName) },
        ...{ folded_name: foldedName, musicbrainz_id: musicbrainzId },
      })),
    ),
  )
  for (const { key } of added) scope.unsettleArtist(key)
  await index(
    scope.db,
    'artist',
    added.flatMap(({ id, key }) => {
      const artist = rows.get(id)
      return artist === undefined ? [] : [[key, artistDocument(artist)] as const]
    }),
  )
}

const albumColumns = { id: 'text', title: 'text', sort_title: 'text', album_artist: 'text' } as const

/** Inserts albums whose id is new. */
export const seedAlbums = async ({ db }: CommitScope, albums: readonly AlbumSeed[]): Promise<void> => {
  if (albums.length === 0) return
  const rows = new Map(albums.map((album) => [album.id, album]))
  const added = await db.all<{ id: string; key: number }>(
    `${insertRows('albums', albumColumns)} ON CONFLICT (id) DO NOTHING RETURNING id, album_key AS key`,
    JSON.stringify(
      [...rows.values()].map(({ id, title, sortTitle, albumArtist }) => ({
        ...{ id, title, sort_title: sortTitle, album_artist: albumArtist },
      })),
    ),
  )
  await index(
    db,
    'album',
    added.flatMap(({ id, key }) => {
      const album = rows.get(id)
      return album === undefined ? [] : [[key, albumDocument({ ...album, artists: [] })] as const]
    }),
  )
}

const summaryColumns = {
  album_key: 'bigint',
  ...albumColumns,
  date: 'text',
  original_date: 'text',
  year: 'bigint',
  compilation: 'boolean',
  musicbrainz_release_id: 'text',
  musicbrainz_release_group_id: 'text',
  track_count: 'bigint',
  disc_count: 'bigint',
  duration_ms: 'float8',
} as const
const creditColumns = {
  album_key: 'bigint',
  place: 'bigint',
  artist_key: 'bigint',
  position: 'bigint',
  credited_as: 'text',
} as const
const summarised = Object.keys(summaryColumns).filter((column) => column !== 'album_key' && column !== 'id')

/** Writes what settle found albums to say; they are settled then. */
export const summariseAlbums = async ({ db }: CommitScope, summaries: readonly AlbumSummary[]): Promise<void> => {
  if (summaries.length === 0) return
  const keys = await keysOf(
    db,
    'albums',
    summaries.map((album) => album.id),
  )
  const artists = await keysOf(
    db,
    'artists',
    summaries.flatMap((album) => album.artists.map((artist) => artist.artistId)),
  )
  const known = [...new Map(summaries.map((album) => [album.id, album])).values()].flatMap((album) => {
    const key = keys.get(album.id)
    return key === undefined ? [] : [{ key, album }]
  })
  const credits = known.flatMap(({ key, album }) =>
    album.artists.map(({ artistId, position, creditedAs }, place) => {
      const artistKey = artists.get(artistId)
      if (artistKey === undefined)
        throw new ScanError('STORAGE_REFUSED', `There is no artist ${artistId} to credit on album ${album.id}.`)
      return { album_key: key, place, artist_key: artistKey, position, credited_as: creditedAs }
    }),
  )
  await db.run(
    `UPDATE albums a SET ${summarised.map((column) => `${column} = x.${column}`).join(', ')}, unsettled = false
     FROM ${recordset(summaryColumns)} WHERE a.album_key = x.album_key`,
    JSON.stringify(known.map(({ key, album }) => summaryRow(key, album))),
  )
  const albumKeys = known.map(({ key }) => key)
  await db.run('DELETE FROM album_artists WHERE album_key = ANY(?::bigint[])', albumKeys)
  if (credits.length > 0) await db.run(insertRows('album_artists', creditColumns), JSON.stringify(credits))
  await index(
    db,
    'album',
    known.map(({ key, album }) => [key, albumDocument(album)]),
  )
}

const summaryRow = (key: number, album: AlbumSummary) => ({
  album_key: key,
  id: album.id,
  title: album.title,
  sort_title: album.sortTitle,
  album_artist: album.albumArtist,
  date: album.date,
  original_date: album.originalDate,
  year: album.year,
  compilation: album.compilation,
  musicbrainz_release_id: album.musicbrainzReleaseId,
  musicbrainz_release_group_id: album.musicbrainzReleaseGroupId,
  track_count: album.trackCount,
  disc_count: album.discCount,
  duration_ms: album.durationMs,
})

const artistSummaryColumns = {
  artist_key: 'bigint',
  name: 'text',
  sort_name: 'text',
  sort_key: 'text',
  same_as: 'bigint',
} as const

/** Writes what settle found artists to say; they are settled then. */
export const summariseArtists = async ({ db }: CommitScope, summaries: readonly ArtistSummary[]): Promise<void> => {
  if (summaries.length === 0) return
  const keys = await keysOf(
    db,
    'artists',
    summaries.flatMap(({ id, sameAs }) => (sameAs === null ? [id] : [id, sameAs])),
  )
  const known = [...new Map(summaries.map((artist) => [artist.id, artist])).values()].flatMap((artist) => {
    const key = keys.get(artist.id)
    return key === undefined ? [] : [{ key, artist }]
  })
  await db.run(
    `UPDATE artists a SET name = x.name, sort_name = x.sort_name, sort_key = x.sort_key, same_as = x.same_as, unsettled = false
     FROM ${recordset(artistSummaryColumns)} WHERE a.artist_key = x.artist_key`,
    JSON.stringify(
      known.map(({ key, artist: { name, sortName, sameAs } }) => ({
        ...{ artist_key: key, name, sort_name: sortName, sort_key: sortKey(sortName) },
        same_as: sameAs === null ? null : keys.get(sameAs),
      })),
    ),
  )
  await index(
    db,
    'artist',
    known.map(({ key, artist }) => [key, artistDocument(artist)]),
  )
}

/** Removes albums. One that a track names (again) stays. */
export const removeAlbums = async ({ db }: CommitScope, ids: readonly string[]): Promise<void> => {
  if (ids.length === 0) return
  const removed = await db.all<{ key: number }>(
    `DELETE FROM albums WHERE id = ANY(?::text[]) AND NOT EXISTS (SELECT 1 FROM tracks t WHERE t.album_key = albums.album_key)
     RETURNING album_key AS key`,
    ids,
  )
  const keys = removed.map(({ key }) => key)
  if (keys.length === 0) return
  await removeTasks(db, 'album', keys)
  for (const table of ['album_search', 'album_artists', 'album_covers'])
    await db.run(`DELETE FROM ${table} WHERE album_key = ANY(?::bigint[])`, keys)
}

/** Removes artists. One that a track or album credits (again) stays. */
export const removeArtists = async ({ db }: CommitScope, ids: readonly string[]): Promise<void> => {
  if (ids.length === 0) return
  const removed = await db.all<{ key: number }>(
    `DELETE FROM artists WHERE id = ANY(?::text[])
       AND NOT EXISTS (SELECT 1 FROM track_artists c WHERE c.artist_key = artists.artist_key)
       AND NOT EXISTS (SELECT 1 FROM album_artists c WHERE c.artist_key = artists.artist_key)
     RETURNING artist_key AS key`,
    ids,
  )
  const keys = removed.map(({ key }) => key)
  if (keys.length === 0) return
  await db.run('DELETE FROM artist_search WHERE artist_key = ANY(?::bigint[])', keys)
  await removeTasks(db, 'artist', keys)
  await db.run('UPDATE artists SET same_as = NULL WHERE same_as = ANY(?::bigint[])', keys)
}

/** Makes rows findable by their documents, instead of what they had before. */
const index = async (
  db: Connection,
  kind: 'album' | 'artist',
  documents: readonly (readonly [key: number, document: SearchDocument])[],
): Promise<void> => {
  if (documents.length === 0) return
  const key = `${kind}_key`
  await db.run(
    `${insertRows(`${kind}_search`, { [key]: 'bigint', words: 'tsvector' })} ON CONFLICT (${key}) DO UPDATE SET words = excluded.words`,
    JSON.stringify(documents.map(([row, document]) => ({ [key]: row, words: wordsOf(document) }))),
  )
}
