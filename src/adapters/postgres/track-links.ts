import { creditedSortName } from '../../core/credited-sort-name.ts'
import { ScanError } from '../../core/errors.ts'
import type { GlancedFacts } from '../../core/sealed-entry.ts'
import type { CommitScope } from './commit-scope.ts'
import { genreKeys, keysOf } from './keys.ts'
import { insertRows } from './recordset.ts'

/** A track whose row is written. */
export interface LinkedTrack extends GlancedFacts {
  readonly trackKey: number
  /** Its search entry. */
  readonly words: string
}

const tagColumns = { track_key: 'bigint', tags: 'json', pictures: 'json', album_sort: 'text' } as const
const creditColumns = {
  track_key: 'bigint',
  place: 'bigint',
  artist_key: 'bigint',
  role: 'text',
  position: 'bigint',
  credited_as: 'text',
  credited_sort_name: 'text',
  detail: 'text',
} as const
const genreColumns = { track_key: 'bigint', position: 'bigint', genre_key: 'bigint' } as const
const searchColumns = { track_key: 'bigint', words: 'tsvector' } as const

/** Writes what hangs on tracks' rows: tags, credits, genres and the search entry. Artists they name become unsettled. */
export const linkTracks = async (scope: CommitScope, tracks: readonly LinkedTrack[]): Promise<void> => {
  const { db } = scope
  const artists = await keysOf(
    db,
    'artists',
    tracks.flatMap(({ facts }) => facts.artists.map((credit) => credit.artistId)),
  )
  const genres = await genreKeys(
    db,
    tracks.flatMap(({ facts }) => facts.genres),
  )
  const tags = tracks.map(
    ({ trackKey, tags: tagged, pictures, facts }) =>
      `{"track_key":${trackKey},"tags":${tagged},"pictures":${pictures},"album_sort":${JSON.stringify(facts.tags.albumSort ?? null)}}`,
  )
  const credits = tracks.flatMap(({ trackKey, facts }) =>
    facts.artists.map((credit, place) => {
      const artistKey = artists.get(credit.artistId)
      if (artistKey === undefined)
        throw new ScanError('STORAGE_REFUSED', `There is no artist ${credit.artistId} to credit on ${facts.path}.`)
      scope.unsettleArtist(artistKey)
      return {
        track_key: trackKey,
        place,
        artist_key: artistKey,
        role: credit.role,
        position: credit.position,
        credited_as: credit.creditedAs,
        credited_sort_name: creditedSortName(facts, credit),
        detail: credit.detail,
      }
    }),
  )
  const ofGenres = tracks.flatMap(({ trackKey, facts }) =>
    facts.genres.map((genre, position) => ({ track_key: trackKey, position, genre_key: genres.get(genre) })),
  )
  const words = tracks.map(({ trackKey, words }) => ({ track_key: trackKey, words }))
  await db.run(insertRows('tags', tagColumns), `[${tags.join(',')}]`)
  if (credits.length > 0) await db.run(insertRows('track_artists', creditColumns), JSON.stringify(credits))
  if (ofGenres.length > 0) await db.run(insertRows('track_genres', genreColumns), JSON.stringify(ofGenres))
  await db.run(insertRows('track_search', searchColumns), JSON.stringify(words))
}

/** Takes away what {@link linkTracks} wrote. Albums and artists they named become unsettled. */
export const unlinkTracks = async (
  scope: CommitScope,
  tracks: readonly { readonly track_key: number; readonly album_key: number | null }[],
): Promise<void> => {
  if (tracks.length === 0) return
  await unsettleCredits(scope, tracks)
  const keys = tracks.map((track) => track.track_key)
  for (const table of ['track_search', 'tags', 'track_artists', 'track_genres'])
    await scope.db.run(`DELETE FROM ${table} WHERE track_key = ANY(?::bigint[])`, keys)
}

/** What albums and artists say may change with these tracks. */
export const unsettleCredits = async (
  scope: CommitScope,
  tracks: readonly { readonly track_key: number; readonly album_key: number | null }[],
): Promise<void> => {
  for (const { album_key } of tracks) scope.unsettleAlbum(album_key)
  const credited = await scope.db.all<{ artist_key: number }>(
    'SELECT DISTINCT artist_key FROM track_artists WHERE track_key = ANY(?::bigint[])',
    tracks.map((track) => track.track_key),
  )
  for (const { artist_key } of credited) scope.unsettleArtist(artist_key)
}
