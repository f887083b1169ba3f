import type { Library } from './library.ts'
import type { TrackRow } from './rows.ts'

/** Marks an artist to be recomputed; with one that has an MBID, those of its name that may be the same. */
export const unsettleArtist = (library: Library, id: string): void => {
  const artist = library.artists.get(id)
  if (artist === undefined) return
  if (artist.settled) library.artists.put({ ...artist, settled: false })
  if (artist.musicbrainzId === null) return
  for (const namesake of [...library.artistsByFoldedName.get(artist.foldedName)]) {
    if (namesake.musicbrainzId === null && namesake.settled) library.artists.put({ ...namesake, settled: false })
  }
}

/** Marks the album and the artists of a track to be recomputed. */
export const unsettle = (library: Library, { facts }: TrackRow): void => {
  const album = facts.albumId === null ? undefined : library.albums.get(facts.albumId)
  if (album?.settled) library.albums.put({ ...album, settled: false })
  for (const { artistId } of facts.artists) unsettleArtist(library, artistId)
}
