import type { Track } from '../../../src/core/model/track.ts'
import type { LibraryReader, Page } from '../../../src/core/ports/library-reader.ts'
import type { TrackWrite, UnitCommit } from '../../../src/core/ports/library-writer.ts'
import type { Storage } from '../../../src/core/ports/storage.ts'
import type { Break } from './break-storage.ts'

/** Commits with other tracks than were given. */
export const changingWrites =
  (change: (write: TrackWrite) => TrackWrite) =>
  ({ writer }: Storage): NonNullable<ReturnType<NonNullable<Break['writer']>>> => ({
    commit: (unit: UnitCommit) => writer.commit({ ...unit, tracks: (unit.tracks ?? []).map(change) }),
  })

/** Lists other tracks than are stored. */
export const changingTracks =
  (change: (track: Track) => Track) =>
  ({ reader }: Storage): Partial<LibraryReader> => ({
    tracks: async (query): Promise<Page<Track>> => {
      const { items, next } = await reader.tracks(query)
      return { items: items.map(change), next }
    },
  })
