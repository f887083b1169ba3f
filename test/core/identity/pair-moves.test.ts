import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pairMoves } from '../../../src/core/identity/pair-moves.ts'
import type { IdentityCandidate, PendingArrival } from '../../../src/core/model/pending.ts'
import type { TrackFacts } from '../../../src/core/model/track.ts'

interface Traits {
  readonly path: string
  readonly rootId?: string
  readonly title?: string
  readonly recording?: string | null
  readonly track?: string | null
}

const shared = ({ path, rootId = 'music', title = 'Song', recording = null, track = null }: Traits) => ({
  rootId,
  path,
  title,
  artist: 'Artist',
  album: 'Album',
  musicbrainzRecordingId: recording,
  musicbrainzTrackId: track,
})
// Pairing reads these columns only: anything else it touched would be undefined and fail.
const arrival = (traits: Traits): PendingArrival => ({
  entry: { kind: 'added', facts: shared(traits) as TrackFacts },
  artists: [],
  albums: [],
})
const candidate = (trackId: string, traits: Traits) =>
  ({ trackId, ...shared(traits), diskPath: null, audioKey: 'k', missing: true }) as IdentityCandidate

const pairs = (arrivals: readonly PendingArrival[], candidates: readonly IdentityCandidate[]) =>
  Object.fromEntries(
    pairMoves(arrivals, candidates).map((pair) => [
      pair.arrival.entry.facts.path,
      pair.candidate.trackId + (pair.ambiguous ? '?' : ''),
    ]),
  )

describe('pairing moves', () => {
  it('pairs one with one, wherever it went', () => {
    expect(pairs([arrival({ path: 'x/y.mp3', rootId: 'b' })], [candidate('t', { path: 'q.mp3' })])).toEqual({
      'x/y.mp3': 't',
    })
  })

  it('gives a file back to the track of that very path first', () => {
    const arrivals = [arrival({ path: 'a/1.mp3', track: 'm' }), arrival({ path: 'b/1.mp3' })]
    const candidates = [candidate('a', { path: 'a/1.mp3' }), candidate('b', { path: 'c/1.mp3', track: 'm' })]
    expect(pairs(arrivals, candidates)).toEqual({ 'a/1.mp3': 'a', 'b/1.mp3': 'b' })
  })

  it('goes by the longest common end of the path, by whole folders, best pairs of all first', () => {
    const arrivals = [arrival({ path: 'new/A/CD1/01.mp3' }), arrival({ path: 'new/B/CD1/01.mp3' })]
    const candidates = [candidate('b', { path: 'old/B/CD1/01.mp3' }), candidate('a', { path: 'old/A/CD1/01.mp3' })]
    expect(pairs(arrivals, candidates)).toEqual({ 'new/A/CD1/01.mp3': 'a', 'new/B/CD1/01.mp3': 'b' })
  })

  it('counts no part of a name, and no extension', () => {
    const arrivals = [arrival({ path: 'x/xx01.mp3' }), arrival({ path: 'x/02.m4b' })]
    const candidates = [candidate('1', { path: 'y/yy01.mp3' }), candidate('2', { path: 'y/02.m4a' })]
    expect(pairs(arrivals, candidates)).toEqual({ 'x/02.m4b': '2', 'x/xx01.mp3': '1' })
  })

  it('asks MusicBrainz ids next, of the track before the recording, then the tags', () => {
    const arrivals = [
      arrival({ path: '1.mp3', recording: 'r', track: 't1' }),
      arrival({ path: '2.mp3', recording: 'r', track: 't2' }),
      arrival({ path: '3.mp3', title: 'Tagged' }),
      arrival({ path: '4.mp3', recording: 's' }),
    ]
    const candidates = [
      candidate('tags', { path: 'x/a.mp3', title: 'TAGGED' }),
      candidate('second', { path: 'x/b.mp3', recording: 'r', track: 't2' }),
      candidate('first', { path: 'x/c.mp3', recording: 'r', track: 't1' }),
      candidate('recording', { path: 'x/d.mp3', recording: 's', track: 'other' }),
    ]
    expect(pairs(arrivals, candidates)).toEqual({
      '1.mp3': 'first',
      '2.mp3': 'second',
      '3.mp3': 'tags',
      '4.mp3': 'recording',
    })
  })

  it('falls back to the order of root and path, and says that it is a guess', () => {
    const arrivals = [arrival({ path: 'n/2.mp3' }), arrival({ path: 'n/1.mp3' })]
    const candidates = [candidate('b', { path: 'o/b.mp3' }), candidate('a', { path: 'o/a.mp3' })]
    expect(pairs(arrivals, candidates)).toEqual({ 'n/1.mp3': 'a?', 'n/2.mp3': 'b?' })
    expect(pairs(arrivals.slice(0, 1), candidates)).toEqual({ 'n/2.mp3': 'a?' })
  })

  it('leaves over what has no partner', () => {
    expect(pairMoves([], [candidate('a', { path: 'a' })])).toEqual([])
    expect(pairMoves([arrival({ path: 'a' })], [])).toEqual([])
  })

  const name = fc.constantFrom('a', 'b', 'c')
  const traits = fc.record({
    path: fc.array(name, { minLength: 1, maxLength: 4 }).map((names) => `${names.join('/')}.mp3`),
    rootId: fc.constantFrom('music', 'other'),
    title: name,
    recording: fc.option(name),
    track: fc.option(name),
  })
  const unique = fc.uniqueArray(traits, { selector: ({ rootId, path }) => `${rootId}:${path}`, maxLength: 12 })

  it('uses each once, pairs as many as there can be, and does not depend on order', () => {
    fc.assert(
      fc.property(unique, unique, fc.infiniteStream(fc.nat()), (some, others, random) => {
        const arrivals = some.map(arrival)
        const candidates = others.map((of, at) => candidate(String(at), of))
        const result = pairMoves(arrivals, candidates)
        expect(new Set(result.map((pair) => pair.arrival)).size).toBe(Math.min(some.length, others.length))
        expect(new Set(result.map((pair) => pair.candidate)).size).toBe(result.length)
        const shuffled = <T>(items: readonly T[]): T[] =>
          items
            .map((item) => ({ item, key: random.next().value }))
            .sort((a, b) => a.key - b.key)
            .map(({ item }) => item)
        expect(new Set(pairMoves(shuffled(arrivals), shuffled(candidates)))).toEqual(new Set(result))
      }),
    )
  })

  it('makes the same pairs as comparing each with each, best first', () => {
    const end = (path: string) => path.replace('.mp3', '').split('/').reverse()
    const common = (a: Traits, b: Traits) => {
      const other = end(b.path)
      const at = end(a.path).findIndex((part, index) => part !== other[index])
      return at < 0 ? end(a.path).length : at
    }
    const same = (a: unknown, b: unknown) => (a != null && a === b ? 1 : 0)
    fc.assert(
      fc.property(unique, unique, (some, others) => {
        const rank = (a: Traits, b: Traits) => [
          same(`${a.rootId}:${a.path}`, `${b.rootId}:${b.path}`),
          common(a, b),
          same(a.track, b.track),
          same(a.recording, b.recording),
          same(a.title, b.title),
        ]
        const ranks = (list: readonly (readonly [Traits, Traits])[]) =>
          list
            .map(([a, b]) => rank(a, b))
            .sort()
            .reverse()
        const all = some.flatMap((a) => others.map((b) => [a, b] as const))
        all.sort((p, q) => (rank(...p).join() < rank(...q).join() ? 1 : -1))
        const used = new Set<Traits>()
        const greedy = all.filter(([a, b]) => {
          if (used.has(a) || used.has(b)) return false
          used.add(a).add(b)
          return true
        })
        const made = pairMoves(
          some.map(arrival),
          others.map((of, at) => candidate(String(at), of)),
        ).map((pair) => [
          some.find(
            ({ path, rootId }) => path === pair.arrival.entry.facts.path && rootId === pair.arrival.entry.facts.rootId,
          ),
          others[Number(pair.candidate.trackId)],
        ])
        const complete = made.flatMap(([a, b]) => (a && b ? [[a, b] as const] : []))
        // Which of equally good pairs comes first may change what the tags of the others can do, never how many share which end.
        expect(ranks(complete)[0]).toEqual(ranks(greedy)[0])
        const ends = (list: readonly (readonly [Traits, Traits])[]) => ranks(list).map(([place, end]) => [place, end])
        expect(ends(complete)).toEqual(ends(greedy))
      }),
    )
  })

  it('takes ten thousand copies of the same silence', () => {
    const arrivals = Array.from({ length: 10_000 }, (_, at) => arrival({ path: `new/${at % 100}/silence ${at}.mp3` }))
    const candidates = Array.from({ length: 10_000 }, (_, at) =>
      candidate(`t${at}`, { path: `old/${at % 100}/${at}.mp3` }),
    )
    const started = performance.now()
    expect(pairMoves(arrivals, candidates)).toHaveLength(10_000)
    expect(performance.now() - started).toBeLessThan(2000)
  })
})
