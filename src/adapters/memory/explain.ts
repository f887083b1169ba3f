import type { Explanation, LibraryReader } from '../../core/ports/library-reader.ts'
import { compareKeys } from '../../core/text/compare-keys.ts'
import { type Library, placeKey, subjectKey } from './library.ts'
import type { TrackRow } from './rows.ts'
import type { Shown } from './shown.ts'

export const explanation =
  (library: Library, shown: Shown): LibraryReader['explain'] =>
  async (rootId, path): Promise<Explanation> => {
    const place = placeKey(rootId, path)
    const tracks = [...library.tracksAt.get(place)].sort(
      (a, b) => Number(a.missing !== null) - Number(b.missing !== null) || compareKeys(a.id, b.id),
    )
    return {
      rootId,
      path,
      tracks: tracks.map(shown.track),
      pending: library.arrivals.has(place),
      lossRecorded: tracks.some((track) => library.losses.has(track.id)),
      error: library.errors.get(place)?.error ?? null,
      duplicates: duplicatesOf(library, tracks),
      tasks: tracks
        .flatMap((track) => [...library.tasksBySubject.get(subjectKey('track', track.id))])
        .filter(({ state }) => state !== 'done')
        .sort((a, b) => compareKeys(a.kind, b.kind) || compareKeys(a.subjectId, b.subjectId))
        .map(({ kind, version }) => ({ kind, version })),
    }
  }

const duplicatesOf = (library: Library, tracks: readonly TrackRow[]): Explanation['duplicates'] => {
  const own = new Set(tracks)
  const audioKeys = new Set(tracks.flatMap((track) => track.facts.audioKey ?? []))
  return [...audioKeys]
    .flatMap((key) => [...library.tracksByAudio.get(key)])
    .filter((track) => !own.has(track))
    .sort((a, b) => compareKeys(a.id, b.id))
    .map(({ id, facts, missing }) => ({
      trackId: id,
      rootId: facts.rootId,
      path: facts.path,
      missing: missing !== null,
    }))
}
