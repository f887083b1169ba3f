import type { Album } from '../model/album.ts'
import type { Artist } from '../model/artist.ts'
import type { ItemError } from '../model/item-error.ts'
import type { TaskOwed } from '../model/scan.ts'
import type { Track } from '../model/track.ts'

/**
 * The parts of an export, in their order. Within a part: albums, artists and tracks by id (tracks by root id and path when ids are replaced by paths); errors by root id and path;
 * tasks by subject type, subject (id, or root id and path of a track when ids are replaced) and kind.
 */
export const exportParts = ['album', 'artist', 'error', 'task', 'track'] as const

/** One of {@link exportParts}. */
export type ExportPart = (typeof exportParts)[number]

/** Where a track is. */
export interface TrackPlace {
  readonly rootId: string
  readonly path: string
}

/** Album and artist ids are made from what tags say, so they stay when an export replaces the ids of tracks by paths. */
export const albumLine = (album: Album): string => line('album', album)

export const artistLine = (artist: Artist): string => line('artist', artist)

export const errorLine = ({ rootId, path, code }: Pick<ItemError, 'rootId' | 'path' | 'code'>): string =>
  line('error', { rootId, path, code })

/** @param place Stands for the id of a track; `null` to write the id. */
export const taskLine = (
  { kind, subjectType, subjectId, version }: Pick<TaskOwed, 'kind' | 'subjectType' | 'subjectId' | 'version'>,
  place: TrackPlace | null,
): string =>
  line('task', {
    kind,
    subjectType,
    version,
    ...(place === null ? { subjectId } : { rootId: place.rootId, path: place.path }),
  })

/** Every column but times; `missing` as a boolean. */
export const trackLine = (track: Track, byPath: boolean): string => {
  const { id, missingSince, missingReason, addedAt, updatedAt, mtimeUs, ctimeUs, ...columns } = track
  return line('track', { ...columns, missing: missingSince !== null, ...(byPath ? {} : { id }) })
}

const line = (type: ExportPart, columns: object): string => JSON.stringify(sortKeys({ type, ...columns }))

const sortKeys = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sortKeys)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, of]) => [key, sortKeys(of)]),
  )
}
