import fc from 'fast-check'
import type { ScanState } from '../../src/core/model/scan.ts'
import type { TrackFacts } from '../../src/core/model/track.ts'
import { albumSeed, albumSummary, artistSeed } from '../../src/testing/rows/entity-rows.ts'
import { folderState, itemError, pendingArrival } from '../../src/testing/rows/scan-rows.ts'
import { trackArtist, trackFacts } from '../../src/testing/rows/track-facts.ts'
import type { CommitParts } from '../../src/testing/storage-contract/lab.ts'
import { owedTasks, type TaskStep, taskSteps } from './random-tasks.ts'

/** One step of a library's life. */
export type Step =
  | { readonly step: 'commit'; readonly parts: CommitParts }
  | { readonly step: 'end'; readonly state: ScanState }
  | { readonly step: 'restart' }
  | { readonly step: 'settle' }
  | { readonly step: 'purge'; readonly age: number }
  | { readonly step: 'remove-root'; readonly rootId: string }
  | { readonly step: 'extend'; readonly rootId: string }
  | TaskStep

export const rootIds = ['music', 'Music']
export const paths = ['x.mp3', 'X.mp3', 'a/x.mp3', 'a/x.flac', 'a b/\uffff.mp3', 'a b/\u{1F3B5}.mp3']
export const trackIds = ['t1', 't2', 't3', 'T3', '\uffff', '\u{1F3B5}']
export const texts = ['Blue', 'The Blue 2', 'blue 10', '東京事変', 'Ágætis', '!!!']

const artists = ['Nina', 'NINA', 'Nína', 'Max'].map((name) =>
  artistSeed({ name, musicbrainzId: name === 'Nína' || name === 'NINA' ? `mbid of ${name}` : null }),
)
const albums = texts.slice(0, 3).map((title) => albumSeed({ title }))
const seeds = { artists, albums }

const subjects = [
  ...trackIds.map((id) => ['track', id] as const),
  ...artists.slice(0, 2).map(({ id }) => ['artist', id] as const),
  ...albums.slice(0, 2).map(({ id }) => ['album', id] as const),
]

const place = fc.record({ rootId: fc.constantFrom(...rootIds), path: fc.constantFrom(...paths) })
const trackId = fc.constantFrom(...trackIds)
const few = <Value>(value: fc.Arbitrary<Value>) => fc.array(value, { maxLength: 2 })
const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { freq: 2 })
const number = fc.integer({ min: 1, max: 3 })

const credits = fc.array(
  fc.record({
    artistId: fc.constantFrom(...artists.map((artist) => artist.id)),
    role: fc.constantFrom('artist' as const, 'albumartist' as const, 'composer' as const),
    creditedAs: fc.constantFrom('Nina', 'NINA', 'nina', 'Max'),
  }),
  { maxLength: 3 },
)

const facts: fc.Arbitrary<TrackFacts> = fc
  .record({
    place,
    credits,
    title: fc.constantFrom(...texts),
    album: maybe(fc.constantFrom(...albums)),
    audioKey: maybe(fc.constantFrom('k1', 'k2', 'k3')),
    discNumber: maybe(number),
    trackNumber: maybe(number),
    year: maybe(fc.integer({ min: 1999, max: 2001 })),
    durationMs: maybe(fc.double({ min: 0, max: 1000, noNaN: true })),
    quality: fc.integer({ min: 0, max: 2 }),
    size: number,
    lossless: fc.boolean(),
    genres: fc.uniqueArray(fc.constantFrom('Jazz', 'jazz', '\uffff', '\u{1F3B5}'), { maxLength: 2 }),
    artistSort: maybe(fc.constantFrom('N.', 'M.')),
  })
  .map(({ place: at, credits: credited, title, album, artistSort, ...rest }) =>
    trackFacts({
      ...at,
      ...rest,
      title,
      album: album?.title ?? null,
      albumId: album?.id ?? null,
      tags: artistSort === null ? { title } : { title, artistSort },
      artists: credited.map((credit, at) =>
        trackArtist({
          ...credit,
          position: credited.slice(0, at).filter((before) => before.role === credit.role).length,
        }),
      ),
    }),
  )

const parts: fc.Arbitrary<CommitParts> = fc.record(
  {
    vacate: few(trackId),
    tracks: fc.uniqueArray(
      fc.record({
        action: fc.constantFrom('insert' as const, 'update' as const),
        id: trackId,
        entry: fc.record({ kind: fc.constant('added' as const), facts }),
      }),
      { maxLength: 3, selector: (write) => write.id },
    ),
    stamps: few(place.map((at) => ({ ...at, size: 7, mtimeUs: 8, ctimeUs: 9 }))),
    arrivals: few(facts.map((of) => pendingArrival(of, seeds))),
    settled: few(place),
    losses: few(fc.record({ ...placeParts(), reason: fc.constantFrom('gone' as const, 'ignored' as const) })),
    forgiven: few(trackId),
    missing: few(fc.record({ trackId, reason: fc.constantFrom('gone' as const, 'ignored' as const) })),
    errors: few(place.chain((at) => fc.boolean().map((retryable) => itemError({ ...at, retryable })))),
    healed: few(place),
    folders: few(
      fc.record({ rootId: fc.constantFrom(...rootIds), key: fc.constantFrom('', 'a/', 'b/') }).map(folderState),
    ),
    relistFolders: few(fc.record({ rootId: fc.constantFrom(...rootIds), key: fc.constantFrom('', 'a/', 'b/') })),
    forgetFolders: few(fc.record({ rootId: fc.constantFrom(...rootIds), key: fc.constantFrom('', 'a/', 'b/') })),
    albumSummaries: few(
      fc
        .record({ album: fc.constantFrom(...albums), year: maybe(number), credits })
        .map(({ album, year, credits: credited }) =>
          albumSummary({
            ...album,
            year,
            artists: credited.map(({ artistId, creditedAs }, position) => ({ artistId, creditedAs, position })),
          }),
        ),
    ),
    artistSummaries: few(
      fc.constantFrom(...artists).map(({ id, name, sortName, musicbrainzId }) => ({
        id,
        name: name.toUpperCase(),
        sortName,
        sameAs: musicbrainzId === null ? 'artist:NINA' : null,
      })),
    ),
    tasks: owedTasks(subjects),
    counts: fc.record({ seen: number, added: fc.nat(1) }),
  },
  { requiredKeys: [] },
)

function placeParts() {
  return { rootId: fc.constantFrom(...rootIds), path: fc.constantFrom(...paths) }
}

const commit = parts.map((some): Step => ({ step: 'commit', parts: { ...seeds, ...some } }))

/** A library to begin with, so that tasks have subjects. */
const beginning = fc
  .tuple(fc.subarray([0, 1, 2, 3, 4, 5], { minLength: 2 }), owedTasks(subjects), few(facts))
  .map(([places, tasks, [some]]): Step => {
    const tracks = places.map((at) => {
      const path = `begin/${at}.mp3`
      const of =
        at === 0 && some !== undefined ? { ...some, path } : trackFacts({ path, albumId: albums[0]?.id ?? null })
      return { action: 'insert' as const, id: trackIds[at] ?? '', entry: { kind: 'added' as const, facts: of } }
    })
    return { step: 'commit', parts: { ...seeds, tracks, tasks } }
  })

const happenings = [
  {
    weight: 3,
    arbitrary: fc
      .constantFrom('done' as const, 'cancelled' as const, 'failed' as const)
      .map((state): Step => ({ step: 'end', state })),
  },
  { weight: 1, arbitrary: fc.constant<Step>({ step: 'restart' }) },
  { weight: 3, arbitrary: fc.constant<Step>({ step: 'settle' }) },
  { weight: 1, arbitrary: fc.nat(30).map((age): Step => ({ step: 'purge', age })) },
  { weight: 1, arbitrary: fc.constantFrom(...rootIds).map((rootId): Step => ({ step: 'remove-root', rootId })) },
  { weight: 1, arbitrary: fc.constantFrom(...rootIds).map((rootId): Step => ({ step: 'extend', rootId })) },
]

const life = (commits: number, tasks: number): fc.Arbitrary<Step[]> =>
  fc.array(
    fc.oneof({ weight: commits, arbitrary: commit }, { weight: tasks, arbitrary: taskSteps(subjects) }, ...happenings),
    { minLength: 1, maxLength: 35, size: 'max' },
  )

/** Lives of libraries, long enough for every kind of row to come, change and go; in some of them much happens to tasks. */
export const lives: fc.Arbitrary<Step[]> = fc.oneof(
  life(15, 5),
  fc.tuple(beginning, life(8, 40)).map(([first, rest]) => [first, ...rest]),
)
