import type { Album } from '../../core/model/album.ts'
import type { Artist } from '../../core/model/artist.ts'
import type { Track } from '../../core/model/track.ts'
import type { Library } from './library.ts'
import { memo } from './memo.ts'
import type { AlbumRow, ArtistRow, TrackRow } from './rows.ts'

/** Rows as queries and exports show them: a name-only artist as the artist it is, counts without missing tracks. */
export interface Shown {
  readonly track: (row: TrackRow) => Track
  readonly album: (row: AlbumRow) => Album
  readonly artist: (row: ArtistRow) => Artist
  /** The id under which an artist is shown. */
  readonly artistId: (id: string) => string
  readonly hasPresentTrack: (albumId: string) => boolean
}

interface Credited {
  readonly tracks: number
  readonly albums: number
}

export const shownRows = (library: Library): Shown => {
  const artistId = (id: string): string => library.artists.get(id)?.sameAs ?? id
  const credit = <Credit extends { readonly artistId: string }>(credited: Credit): Credit => {
    const shown = artistId(credited.artistId)
    return shown === credited.artistId ? credited : { ...credited, artistId: shown }
  }
  const hasPresentTrack = (albumId: string): boolean => {
    for (const track of library.tracksByAlbum.get(albumId)) if (track.missing === null) return true
    return false
  }
  const version = () => `${library.tracks.version} ${library.albums.version} ${library.artists.version}`
  const counts = memo(version, () => countCredits(library, artistId, hasPresentTrack))
  return {
    artistId,
    hasPresentTrack,
    track: ({ id, facts, missing, addedAt, updatedAt }) => ({
      ...facts,
      artists: facts.artists.map(credit),
      id,
      missingSince: missing?.since ?? null,
      missingReason: missing?.reason ?? null,
      addedAt,
      updatedAt,
    }),
    album: ({ settled, ...album }) => ({ ...album, artists: album.artists.map(credit) }),
    artist: ({ id, name, sortName, musicbrainzId }) => {
      const { tracks, albums } = counts().get(id) ?? { tracks: 0, albums: 0 }
      return { id, name, sortName, musicbrainzId, trackCount: tracks, albumCount: albums }
    },
  }
}

const countCredits = (
  library: Library,
  shownId: (id: string) => string,
  hasPresentTrack: (albumId: string) => boolean,
): ReadonlyMap<string, Credited> => {
  const counts = new Map<string, { tracks: number; albums: number }>()
  const add = (credits: readonly { readonly artistId: string }[], what: keyof Credited): void => {
    for (const id of new Set(credits.map((credit) => shownId(credit.artistId)))) {
      const count = counts.get(id) ?? { tracks: 0, albums: 0 }
      counts.set(id, count)
      count[what]++
    }
  }
  for (const { facts, missing } of library.tracks.values()) if (missing === null) add(facts.artists, 'tracks')
  for (const album of library.albums.values()) if (hasPresentTrack(album.id)) add(album.artists, 'albums')
  return counts
}
