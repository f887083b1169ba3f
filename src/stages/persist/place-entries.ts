import { stemOf } from '../../core/identity/stem.ts'
import { trackId } from '../../core/identity/track-id.ts'
import type { TrackEntry } from '../../core/model/entity-batch.ts'
import type { FileStamp } from '../../core/model/track.ts'
import type { IdentityLookup, IdentityMatches, TrackWrite } from '../../core/ports/library-writer.ts'
import { headOf } from '../../core/sealed-entry.ts'

/** What becomes of the entries of one batch. */
export interface Placement {
  readonly writes: readonly TrackWrite[]
  /** Entries whose identity only settle can judge. */
  readonly arrivals: readonly TrackEntry[]
  /** Known files whose tags could not be read this time: they keep what they had. */
  readonly stamps: readonly ({ readonly rootId: string; readonly path: string } & FileStamp)[]
}

/** What must be looked up before {@link placeEntries}; `undefined` when nothing stored can matter. All entries are of one root. */
export const lookupFor = (
  entries: readonly TrackEntry[],
  generation: number,
  libraryWasEmpty: boolean,
): IdentityLookup | undefined => {
  const first = entries[0]
  if (first === undefined) return undefined
  const { rootId } = headOf(first)
  if (libraryWasEmpty) {
    const paths = entries.filter((entry) => entry.kind !== 'added').map((entry) => headOf(entry).path)
    return paths.length === 0 ? undefined : { rootId, paths, audioKeys: [], stems: [], trackIds: [], generation }
  }
  const heads = entries.map(headOf)
  return {
    rootId,
    paths: heads.map(({ path }) => path),
    audioKeys: heads.flatMap(({ audioKey }) => audioKey ?? []),
    stems: heads.map(({ path }) => stemOf(path)),
    trackIds: heads.map(({ path, audioKey }) => trackId(rootId, path, audioKey, 0)),
    generation,
  }
}

const nothing: IdentityMatches = { atPaths: [], audioKeys: [], stems: [], trackIds: [] }

/**
 * Decides for each entry whether it is stored at once or waits for settle (DESIGN §4). At once goes what cannot be music that was elsewhere before this scan: a re-read with
 * the same audio, and a new file whose path, stem and audio belong to no track stored before.
 */
export const placeEntries = (entries: readonly TrackEntry[], matches: IdentityMatches = nothing): Placement => {
  const atPath = new Map(matches.atPaths.map((match) => [match.path, match]))
  const knownAudio = new Set(matches.audioKeys)
  const knownStems = new Set(matches.stems)
  const takenIds = new Set(matches.trackIds)
  const writes: TrackWrite[] = []
  const arrivals: TrackEntry[] = []
  const stamps: ({ rootId: string; path: string } & FileStamp)[] = []

  for (const entry of entries) {
    const { rootId, path, audioKey, size, mtimeUs, ctimeUs, reader } = headOf(entry)
    const at = atPath.get(path)
    if (at?.trackId != null) {
      if (reader === null) stamps.push({ rootId, path, size, mtimeUs, ctimeUs })
      else if (at.audioKey === null || at.audioKey === audioKey)
        writes.push({ action: 'update', id: at.trackId, entry })
      else arrivals.push(entry)
      continue
    }
    const maybeElsewhere =
      at?.hasMissing ||
      (audioKey !== null && knownAudio.has(audioKey)) ||
      (knownStems.size > 0 && knownStems.has(stemOf(path)))
    const id = trackId(rootId, path, audioKey, 0)
    // An id in use belongs to music that was here once: settle knows what became of it and counts on from there.
    if (maybeElsewhere || takenIds.has(id)) arrivals.push(entry)
    else writes.push({ action: 'insert', id, entry })
  }
  return { writes, arrivals, stamps }
}
