import type { AlbumSeed, AlbumSummary } from '../../core/model/album.ts'
import type { ArtistSeed, ArtistSummary } from '../../core/model/artist.ts'
import type { TaskOwed } from '../../core/model/scan.ts'
import { type Library, subjectKey, taskKey } from './library.ts'
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
  if (library.albums.has(summary.id)) library.albums.put({ ...summary, settled: true })
}

export const putArtistSummary = (library: Library, summary: ArtistSummary): void => {
  const artist = library.artists.get(summary.id)
  if (artist !== undefined) library.artists.put({ ...artist, ...summary, settled: true })
}

export const removeAlbum = (library: Library, id: string): void => {
  library.albums.delete(id)
  removeTasks(library, 'album', id)
}

export const removeArtist = (library: Library, id: string): void => {
  library.artists.delete(id)
  removeTasks(library, 'artist', id)
}

/** Owes a task about something that is stored; owing the same version again changes nothing. */
export const oweTask = (library: Library, task: TaskOwed): void => {
  const subjects = { track: library.tracks, album: library.albums, artist: library.artists }
  if (!subjects[task.subjectType].has(task.subjectId)) return
  if (library.tasks.get(taskKey(task))?.version !== task.version) library.tasks.put(task)
}

export const removeTasks = (library: Library, type: TaskOwed['subjectType'], id: string): void => {
  for (const task of [...library.tasksBySubject.get(subjectKey(type, id))]) library.tasks.delete(taskKey(task))
}
