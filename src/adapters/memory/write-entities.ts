import { ScanError } from '../../core/errors.ts'
import type { AlbumSeed, AlbumSummary } from '../../core/model/album.ts'
import type { ArtistSeed, ArtistSummary } from '../../core/model/artist.ts'
import type { Library } from './library.ts'
import { removeTasks } from './owe-task.ts'
import { unsettleArtist } from './unsettle.ts'

export const putArtistSeed = (library: Library, seed: ArtistSeed): void => {
  if (library.artists.has(seed.id)) return
  library.artists.put({ ...seed, sameAs: null, settled: false })
  unsettleArtist(library, seed.id)
}

export const putAlbumSeed = (library: Library, seed: AlbumSeed): void => {
  if (library.albums.has(seed.id)) return
  library.albums.put({
    ...seed,
    date: null,
    originalDate: null,
    year: null,
    compilation: false,
    musicbrainzReleaseId: null,
    musicbrainzReleaseGroupId: null,
    trackCount: 0,
    discCount: 0,
    durationMs: 0,
    artists: [],
    settled: false,
  })
}

export const putAlbumSummary = (library: Library, summary: AlbumSummary): void => {
  if (!library.albums.has(summary.id)) return
  for (const { artistId } of summary.artists) {
    if (library.artists.has(artistId)) continue
    throw new ScanError(
      'STORAGE_REFUSED',
      `The album ${summary.title} cannot be stored: there is no artist ${artistId}.`,
    )
  }
  library.albums.put({ ...summary, settled: true })
}

export const putArtistSummary = (library: Library, summary: ArtistSummary): void => {
  const artist = library.artists.get(summary.id)
  if (artist === undefined) return
  const sameAs = summary.sameAs !== null && library.artists.has(summary.sameAs) ? summary.sameAs : null
  library.artists.put({ ...artist, ...summary, sameAs, settled: true })
}

/** Removes an album, unless a track names it (again). */
export const removeAlbum = (library: Library, id: string): void => {
  if (library.tracksByAlbum.has(id)) return
  library.albums.delete(id)
  removeTasks(library, 'album', id)
}

/** Removes an artist, unless a track or album credits it (again). */
export const removeArtist = (library: Library, id: string): void => {
  if (library.tracksByArtist.has(id) || library.albumsByArtist.has(id)) return
  for (const artist of [...library.artistsBySameAs.get(id)]) library.artists.put({ ...artist, sameAs: null })
  library.artists.delete(id)
  removeTasks(library, 'artist', id)
}
