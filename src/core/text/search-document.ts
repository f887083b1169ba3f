import type { AlbumSummary } from '../model/album.ts'
import type { ArtistSummary } from '../model/artist.ts'
import type { TrackFacts } from '../model/track.ts'
import type { NamingTags } from '../sealed-entry.ts'
import { searchTokens } from './search-tokens.ts'

/** The tokens by which search finds a row: those of its title or name, and all others. */
export interface SearchDocument {
  readonly title: readonly string[]
  /** Tokens that are not in `title`. */
  readonly rest: readonly string[]
}

/** A track is found by its title, and by its artists, album, album artists, credits and sort names. */
export const trackDocument = (
  track: Pick<TrackFacts, 'title' | 'artist' | 'albumArtist' | 'album' | 'artists'> & { readonly tags: NamingTags },
): SearchDocument => {
  const { subtitle, titleSort, artistSort, albumSort, albumArtistSort } = track.tags
  const credited = track.artists.map((artist) => artist.creditedAs)
  const sortNames = [subtitle, titleSort, artistSort, albumSort, albumArtistSort]
  return documentOf(track.title, [track.artist, track.albumArtist, track.album, ...credited, ...sortNames])
}

/** An album is found by its title, and by its artists. */
export const albumDocument = (album: Pick<AlbumSummary, 'title' | 'albumArtist' | 'artists'>): SearchDocument =>
  documentOf(album.title, [album.albumArtist, ...album.artists.map((artist) => artist.creditedAs)])

/** An artist is found by name, and by sort name. */
export const artistDocument = (artist: Pick<ArtistSummary, 'name' | 'sortName'>): SearchDocument =>
  documentOf(artist.name, [artist.sortName])

const documentOf = (title: string, others: readonly (string | null | undefined)[]): SearchDocument => {
  const titleTokens = searchTokens(title)
  const known = new Set(titleTokens)
  const rest = new Set<string>()
  for (const text of new Set(others)) {
    if (text === null || text === undefined) continue
    for (const token of searchTokens(text)) if (!known.has(token)) rest.add(token)
  }
  return { title: titleTokens, rest: [...rest] }
}
