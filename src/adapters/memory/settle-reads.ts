import { stemOf } from '../../core/identity/stem.ts'
import type { ArrivalGroup, IdentityCandidate, PendingLoss, UnpairedArrival } from '../../core/model/pending.ts'
import type { LibraryWriter, SettleCursor } from '../../core/ports/library-writer.ts'
import { compareKeys } from '../../core/text/compare-keys.ts'
import { type Library, placeKey } from './library.ts'
import type { ArrivalRow, TrackRow } from './rows.ts'

type PageOf<Method extends keyof LibraryWriter> = LibraryWriter[Method] extends (...args: never) => Promise<infer Page>
  ? Page
  : never

export const arrivalGroups = (
  library: Library,
  generation: number,
  after: SettleCursor,
  limit: number,
): PageOf<'arrivalGroups'> => {
  const groups: ArrivalGroup[] = []
  for (const audioKey of library.arrivalsByAudio.keysAfter(after)) {
    const last = groups.at(-1)
    if (last !== undefined && groups.length >= limit) return { groups, next: last.audioKey }
    const candidates = candidatesOf(library, library.tracksByAudio.get(audioKey), generation)
    if (candidates.length === 0) continue
    const arrivals = [...library.arrivalsByAudio.get(audioKey)].sort((a, b) => compareKeys(placeOf(a), placeOf(b)))
    groups.push({ audioKey, arrivals: arrivals.map((row) => row.arrival), candidates })
  }
  return { groups, next: null }
}

export const unpairedArrivals = (
  library: Library,
  generation: number,
  after: SettleCursor,
  limit: number,
): PageOf<'unpairedArrivals'> => {
  const arrivals: UnpairedArrival[] = []
  let last: string | null = null
  for (const place of library.arrivalsAt.keysAfter(after)) {
    if (arrivals.length >= limit) return { arrivals, next: last }
    for (const { arrival } of library.arrivalsAt.get(place)) {
      const { rootId, path } = arrival.entry.facts
      const sameStem = library.tracksByStem.get(placeKey(rootId, stemOf(path)))
      arrivals.push({ arrival, sameStem: candidatesOf(library, sameStem, generation) })
    }
    last = place
  }
  return { arrivals, next: null }
}

export const pendingLosses = (library: Library, after: SettleCursor, limit: number): PageOf<'pendingLosses'> => {
  const roots = lossesByRoot(library)
  const losses: PendingLoss[] = []
  let last: string | null = null
  for (const place of library.lossesAt.keysAfter(after)) {
    if (losses.length >= limit) return { losses, next: last, roots }
    for (const loss of library.lossesAt.get(place)) {
      losses.push({ ...loss, diskPath: library.tracks.get(loss.trackId)?.facts.diskPath ?? null })
    }
    last = place
  }
  return { losses, next: null, roots }
}

const lossesByRoot = (library: Library): PageOf<'pendingLosses'>['roots'] => {
  const rootIds = new Set<string>()
  for (const { rootId } of library.losses.values()) rootIds.add(rootId)
  return [...rootIds].sort(compareKeys).map((rootId) => ({
    rootId,
    losses: library.lossesByRoot.count(rootId),
    tracks: library.presentByRoot.count(rootId),
  }))
}

const candidatesOf = (library: Library, tracks: Iterable<TrackRow>, generation: number): IdentityCandidate[] =>
  [...tracks]
    .filter((track) => track.generation < generation)
    .sort((a, b) => compareKeys(trackPlace(a), trackPlace(b)) || compareKeys(a.id, b.id))
    .map(({ id, facts, missing }) => ({
      trackId: id,
      rootId: facts.rootId,
      path: facts.path,
      diskPath: facts.diskPath,
      audioKey: facts.audioKey,
      title: facts.title,
      artist: facts.artist,
      album: facts.album,
      musicbrainzRecordingId: facts.musicbrainzRecordingId,
      musicbrainzTrackId: facts.musicbrainzTrackId,
      missing: missing !== null,
      lost: missing === null ? lossOf(library, id, placeKey(facts.rootId, facts.path)) : null,
    }))

const lossOf = (library: Library, trackId: string, place: string): IdentityCandidate['lost'] => {
  if (library.arrivals.has(place)) return 'overwritten'
  const loss = library.losses.get(trackId)
  return loss === undefined ? null : loss.reason === 'ignored' ? 'ignored' : 'gone'
}

const trackPlace = ({ facts }: TrackRow): string => placeKey(facts.rootId, facts.path)
const placeOf = ({ arrival: { entry } }: ArrivalRow): string => placeKey(entry.facts.rootId, entry.facts.path)
