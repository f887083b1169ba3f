import type { Root } from '../../core/model/root.ts'
import type { LibraryWriter } from '../../core/ports/library-writer.ts'
import { compareKeys } from '../../core/text/compare-keys.ts'
import { derivedKey, type Library, placeKey } from './library.ts'
import { removeTasks } from './owe-task.ts'
import { recordChange } from './record-change.ts'
import { unsettle } from './unsettle.ts'
import { markMissing } from './write-tracks.ts'

export const roots = (library: Library): readonly Root[] =>
  [...library.roots.values()].sort((a, b) => compareKeys(a.id, b.id))

export const setRoots = (
  library: Library,
  { put = [], remove = [], now }: Parameters<LibraryWriter['setRoots']>[0],
): void =>
  library.journal.transaction(() => {
    for (const root of put) library.roots.put(root)
    for (const rootId of remove) removeRoot(library, rootId, now)
  })

const removeRoot = (library: Library, rootId: string, now: number): void => {
  const ids = Array.from(library.presentByRoot.get(rootId), (track) => track.id)
  for (const id of ids.sort(compareKeys)) markMissing(library, id, 'root-removed', now)
  for (const { state } of [...library.folders.values()])
    if (state.rootId === rootId) library.folders.delete(placeKey(rootId, state.key))
  for (const { error } of [...library.errors.values()])
    if (error.rootId === rootId) library.errors.delete(placeKey(rootId, error.path))
  for (const { arrival } of [...library.arrivals.values()]) {
    const { facts } = arrival.entry
    if (facts.rootId === rootId) library.arrivals.delete(placeKey(rootId, facts.path))
  }
  library.roots.delete(rootId)
}

export const purge = (library: Library, missingBefore: number): readonly string[] =>
  library.journal.transaction(() => {
    const ids: string[] = []
    for (const id of [...library.missingTracks.keysAfter(null)]) {
      const track = library.tracks.get(id)
      if (track?.missing == null || track.missing.since >= missingBefore) continue
      library.tracks.delete(id)
      removeTasks(library, 'track', id)
      for (const { kind } of [...library.derivedByTrack.get(id)]) library.derived.delete(derivedKey(id, kind))
      unsettle(library, track)
      recordChange(library, id, 'purged')
      ids.push(id)
    }
    return ids
  })
