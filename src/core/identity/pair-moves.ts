import type { IdentityCandidate, PendingArrival } from '../model/pending.ts'
import { compareKeys } from '../text/compare-keys.ts'
import { foldName } from '../text/fold-name.ts'
import { stemOf } from './stem.ts'

/** An arrival and the track that it is. */
export interface MovePair {
  readonly arrival: PendingArrival
  readonly candidate: IdentityCandidate
  /** Nothing but the order of paths decided between it and others. */
  readonly ambiguous: boolean
}

/**
 * Pairs the arrivals of one audio key with the tracks of that audio whose old place lost it (the caller passes only those). An arrival at the very path of a track is that
 * track; then the best pairs of all go first: longest common end of the path (by folders; the file without its extension), then equal MusicBrainz ids (of the track, of the recording), then
 * equal tags (title, artist, album), then order of root and path. Each is used once; what is left over is new, or stays lost. The order of the arguments does not matter.
 *
 * All pairs that share a longer end are made before any that shares a shorter one, so that grouping by one end after the other finds the best pairs without comparing each
 * with each: ten thousand copies of the same silence cost a few sorts.
 */
export const pairMoves = (
  arrivals: readonly PendingArrival[],
  candidates: readonly IdentityCandidate[],
): readonly MovePair[] => {
  const left = new Set(arrivals.map(arrivalSide).sort(inOrder))
  const right = new Set(candidates.map(candidateSide).sort(inOrder))
  const pairs: MovePair[] = []

  const pairUp = (some: readonly Side<PendingArrival>[], others: readonly Side<IdentityCandidate>[]): void => {
    const ambiguous = some.length > 1 || others.length > 1
    some.slice(0, others.length).forEach((arrival, at) => {
      const candidate = others[at]
      if (candidate === undefined) return
      pairs.push({ arrival: arrival.of, candidate: candidate.of, ambiguous })
      left.delete(arrival)
      right.delete(candidate)
    })
  }

  /** Pairs as many as can be: first those alike in the first trait, each such group by the other traits; then the rest by the other traits. */
  const refine = (
    some: readonly Side<PendingArrival>[],
    others: readonly Side<IdentityCandidate>[],
    [trait, ...weaker]: readonly Trait[],
  ): void => {
    if (some.length === 0 || others.length === 0) return
    if (trait === undefined || (some.length === 1 && others.length === 1)) {
      pairUp(some, others)
      return
    }
    const alike = groupBy(others, trait)
    for (const [value, group] of groupBy(some, trait)) refine(group, alike.get(value) ?? [], weaker)
    refine(
      some.filter((side) => left.has(side)),
      others.filter((side) => right.has(side)),
      weaker,
    )
  }

  const places: Trait[] = [({ place }) => place]
  for (let length = Math.min(longestEnd(left), longestEnd(right)); length > 0; length--) {
    places.push(({ ends }) => ends[length - 1])
  }
  places.push(() => '')
  for (const place of places) {
    const alike = groupBy(right, place)
    for (const [value, group] of groupBy(left, place)) refine(group, alike.get(value) ?? [], tagTraits)
  }
  return pairs
}

/** What pairing looks at, of an arrival or a candidate. */
interface Side<Of> {
  readonly of: Of
  readonly rootId: string
  readonly path: string
  readonly trackId: string
  readonly place: string
  /** The last folders and the stem: of one name, of two, …, of all. */
  readonly ends: readonly string[]
  readonly musicbrainzTrackId: string | undefined
  readonly musicbrainzRecordingId: string | undefined
  readonly tags: string
}

type Trait = (side: Side<unknown>) => string | undefined

const tagTraits: readonly Trait[] = [
  (side) => side.musicbrainzTrackId,
  (side) => side.musicbrainzRecordingId,
  (side) => side.tags,
]

type Traits = Pick<
  IdentityCandidate,
  'rootId' | 'path' | 'title' | 'artist' | 'album' | 'musicbrainzTrackId' | 'musicbrainzRecordingId'
>

const sideOf = <Of>(of: Of, trackId: string, traits: Traits): Side<Of> => ({
  of,
  rootId: traits.rootId,
  path: traits.path,
  trackId,
  place: JSON.stringify([traits.rootId, traits.path]),
  ends: endsOf(stemOf(traits.path)),
  musicbrainzTrackId: traits.musicbrainzTrackId ?? undefined,
  musicbrainzRecordingId: traits.musicbrainzRecordingId ?? undefined,
  tags: JSON.stringify([traits.title, traits.artist, traits.album].map((text) => text && foldName(text))),
})

const arrivalSide = (arrival: PendingArrival): Side<PendingArrival> => sideOf(arrival, '', arrival.entry.facts)

const candidateSide = (candidate: IdentityCandidate): Side<IdentityCandidate> =>
  sideOf(candidate, candidate.trackId, candidate)

const endsOf = (stem: string): string[] => {
  const ends: string[] = []
  for (let at = stem.lastIndexOf('/'); at > 0; at = stem.lastIndexOf('/', at - 1)) ends.push(stem.slice(at + 1))
  ends.push(stem)
  return ends
}

const inOrder = (a: Side<unknown>, b: Side<unknown>): number =>
  compareKeys(a.rootId, b.rootId) || compareKeys(a.path, b.path) || compareKeys(a.trackId, b.trackId)

const longestEnd = (sides: ReadonlySet<Side<unknown>>): number => {
  let longest = 0
  for (const { ends } of sides) longest = Math.max(longest, ends.length)
  return longest
}

const groupBy = <Item extends Side<unknown>>(items: Iterable<Item>, trait: Trait): Map<string, Item[]> => {
  const groups = new Map<string, Item[]>()
  for (const item of items) {
    const value = trait(item)
    if (value === undefined) continue
    const group = groups.get(value)
    if (group === undefined) groups.set(value, [item])
    else group.push(item)
  }
  return groups
}
