import { ScanError } from '../../core/errors.ts'
import type { AlbumSeed, AlbumSummary } from '../../core/model/album.ts'
import type { ArtistSeed, ArtistSummary } from '../../core/model/artist.ts'
import { albumDocument, artistDocument, type SearchDocument } from '../../core/text/search-document.ts'
import { sortKey } from '../../core/text/sort-key.ts'
import type { CommitScope } from './commit-scope.ts'

/** Inserts artists whose id is new. */
export const seedArtists = (scope: CommitScope, artists: readonly ArtistSeed[]): void => {
  const { db, keys } = scope
  for (const { id, name, sortName, foldedName, musicbrainzId } of artists) {
    if (keys.artist(id) !== undefined) continue
    const key = db.insert(
      'INSERT INTO artists (id, name, sort_name, sort_key, folded_name, musicbrainz_id) VALUES (?, ?, ?, ?, ?, ?)',
      ...[id, name, sortName, sortKey(sortName), foldedName, musicbrainzId],
    )
    keys.rememberArtist(id, key)
    scope.unsettleArtist(key)
    index(scope, 'artist_search', key, artistDocument({ name, sortName }))
  }
}

/** Inserts albums whose id is new. */
export const seedAlbums = (scope: CommitScope, albums: readonly AlbumSeed[]): void => {
  const { db, keys } = scope
  for (const { id, title, sortTitle, albumArtist } of albums) {
    if (keys.album(id) !== undefined) continue
    const key = db.insert(
      'INSERT INTO albums (id, title, sort_title, album_artist) VALUES (?, ?, ?, ?)',
      ...[id, title, sortTitle, albumArtist],
    )
    keys.rememberAlbum(id, key)
    index(scope, 'album_search', key, albumDocument({ title, albumArtist, artists: [] }))
  }
}

/** Writes what settle found albums to say; they are settled then. */
export const summariseAlbums = (scope: CommitScope, summaries: readonly AlbumSummary[]): void => {
  const { db, keys } = scope
  for (const album of summaries) {
    const key = keys.album(album.id)
    if (key === undefined) continue
    const { title, sortTitle, albumArtist, date, originalDate, year, compilation } = album
    const { musicbrainzReleaseId, musicbrainzReleaseGroupId, trackCount, discCount, durationMs } = album
    db.run(
      `UPDATE albums SET title = ?, sort_title = ?, album_artist = ?, date = ?, original_date = ?, year = ?, compilation = ?, musicbrainz_release_id = ?,
         musicbrainz_release_group_id = ?, track_count = ?, disc_count = ?, duration_ms = ?, unsettled = 0 WHERE album_key = ?`,
      ...[title, sortTitle, albumArtist, date, originalDate, year, compilation, musicbrainzReleaseId],
      ...[musicbrainzReleaseGroupId, trackCount, discCount, durationMs, key],
    )
    db.run('DELETE FROM album_artists WHERE album_key = ?', key)
    album.artists.forEach(({ artistId, position, creditedAs }, place) => {
      const artistKey = keys.artist(artistId)
      if (artistKey === undefined)
        throw new ScanError('STORAGE_REFUSED', `There is no artist ${artistId} to credit on album ${album.id}.`)
      db.run(
        'INSERT INTO album_artists (album_key, place, artist_key, position, credited_as) VALUES (?, ?, ?, ?, ?)',
        ...[key, place, artistKey, position, creditedAs],
      )
    })
    db.run('DELETE FROM album_search WHERE rowid = ?', key)
    index(scope, 'album_search', key, albumDocument(album))
  }
}

/** Writes what settle found artists to say; they are settled then. */
export const summariseArtists = (scope: CommitScope, summaries: readonly ArtistSummary[]): void => {
  const { db, keys } = scope
  for (const { id, name, sortName, sameAs } of summaries) {
    const key = keys.artist(id)
    if (key === undefined) continue
    const sameAsKey = sameAs === null ? null : keys.artist(sameAs)
    db.run(
      'UPDATE artists SET name = ?, sort_name = ?, sort_key = ?, same_as = ?, unsettled = 0 WHERE artist_key = ?',
      ...[name, sortName, sortKey(sortName), sameAsKey, key],
    )
    db.run('DELETE FROM artist_search WHERE rowid = ?', key)
    index(scope, 'artist_search', key, artistDocument({ name, sortName }))
  }
}

/** Removes albums. One that a track names (again) stays. */
export const removeAlbums = ({ db, keys }: CommitScope, ids: readonly string[]): void => {
  for (const id of ids) {
    const key = keys.album(id)
    if (key === undefined || db.get('SELECT 1 FROM tracks WHERE album_key = ? LIMIT 1', key) !== undefined) continue
    db.run('DELETE FROM album_search WHERE rowid = ?', key)
    db.run("DELETE FROM tasks WHERE subject_key = ? AND subject_type = 'album'", key)
    for (const table of ['album_artists', 'album_covers', 'albums'])
      db.run(`DELETE FROM ${table} WHERE album_key = ?`, key)
    keys.rememberAlbum(id, undefined)
  }
}

const isCredited = `SELECT EXISTS (SELECT 1 FROM track_artists WHERE artist_key = ?) OR EXISTS (SELECT 1 FROM album_artists WHERE artist_key = ?) AS credited`

/** Removes artists. One that a track or album credits (again) stays. */
export const removeArtists = ({ db, keys }: CommitScope, ids: readonly string[]): void => {
  for (const id of ids) {
    const key = keys.artist(id)
    if (key === undefined || db.get<{ credited: number }>(isCredited, key, key)?.credited === 1) continue
    db.run('DELETE FROM artist_search WHERE rowid = ?', key)
    db.run("DELETE FROM tasks WHERE subject_key = ? AND subject_type = 'artist'", key)
    db.run('UPDATE artists SET same_as = NULL WHERE same_as = ?', key)
    db.run('DELETE FROM artists WHERE artist_key = ?', key)
    keys.rememberArtist(id, undefined)
  }
}

const index = ({ db }: CommitScope, table: string, key: number, { title, rest }: SearchDocument): void => {
  db.run(`INSERT INTO ${table} (rowid, title, rest) VALUES (?, ?, ?)`, key, title.join(' '), rest.join(' '))
}
