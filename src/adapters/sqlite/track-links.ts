import { creditedSortName } from '../../core/credited-sort-name.ts'
import { ScanError } from '../../core/errors.ts'
import type { GlancedFacts } from '../../core/sealed-entry.ts'
import { trackDocument } from '../../core/text/search-document.ts'
import type { CommitScope } from './commit-scope.ts'

/** Writes what hangs on a track's row: tags, credits, genres and the search entry. Albums and artists it names become unsettled. */
export const linkTrack = (scope: CommitScope, trackKey: number, { facts, tags, pictures }: GlancedFacts): void => {
  const { db, keys } = scope
  db.run(
    'INSERT INTO tags (track_key, tags, pictures, album_sort) VALUES (?, ?, ?, ?)',
    trackKey,
    tags,
    pictures,
    facts.tags.albumSort,
  )
  facts.artists.forEach((credit, place) => {
    const { artistId, role, position, creditedAs, detail } = credit
    const artistKey = keys.artist(artistId)
    if (artistKey === undefined)
      throw new ScanError('STORAGE_REFUSED', `There is no artist ${artistId} to credit on ${facts.path}.`)
    db.run(
      'INSERT INTO track_artists (track_key, place, artist_key, role, position, credited_as, credited_sort_name, detail) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
      ...[trackKey, place, artistKey, role, position, creditedAs, creditedSortName(facts, credit), detail],
    )
    scope.unsettleArtist(artistKey)
  })
  facts.genres.forEach((genre, position) => {
    db.run(
      'INSERT INTO track_genres (track_key, position, genre_key) VALUES (?, ?, ?)',
      trackKey,
      position,
      keys.genre(genre),
    )
  })
  const document = trackDocument(facts)
  db.run(
    'INSERT INTO track_search (rowid, title, rest) VALUES (?, ?, ?)',
    trackKey,
    document.title.join(' '),
    document.rest.join(' '),
  )
}

/** Takes away what {@link linkTrack} wrote. Albums and artists it named become unsettled. */
export const unlinkTrack = (scope: CommitScope, trackKey: number, albumKey: number | null): void => {
  const { db } = scope
  unsettleCredits(scope, trackKey, albumKey)
  db.run('DELETE FROM track_search WHERE rowid = ?', trackKey)
  for (const table of ['tags', 'track_artists', 'track_genres'])
    db.run(`DELETE FROM ${table} WHERE track_key = ?`, trackKey)
}

/** What an album or artist says may change with this track. */
export const unsettleCredits = (scope: CommitScope, trackKey: number, albumKey: number | null): void => {
  scope.unsettleAlbum(albumKey)
  for (const { artist_key } of scope.db.all<{ artist_key: number }>(
    'SELECT artist_key FROM track_artists WHERE track_key = ?',
    trackKey,
  ))
    scope.unsettleArtist(artist_key)
}
