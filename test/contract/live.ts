import { ScanError } from '../../src/core/errors.ts'
import type { ScanRecord, UnitLease } from '../../src/core/model/scan.ts'
import type { TaskLease } from '../../src/core/model/task.ts'
import type { Storage } from '../../src/core/ports/storage.ts'
import { sortKey } from '../../src/core/text/sort-key.ts'
import { albumSummary } from '../../src/testing/rows/entity-rows.ts'
import { allPages, observe } from '../../src/testing/storage-contract/observe.ts'
import { taskStep, tasksOf } from './live-tasks.ts'
import { paths, rootIds, type Step, texts, trackIds } from './random-commits.ts'

/** Takes a storage through the steps of a library's life; tells after each what came of it. */
export async function* live(storage: Storage, steps: readonly Step[]): AsyncGenerator<unknown> {
  await storage.open()
  let now = 1_000_000
  let lease = await begin(storage, now)
  const tasks: TaskLease[] = []
  for (const [at, step] of steps.entries()) {
    now += 10
    const outcome = await attempt(async () => {
      if (step.step === 'commit') return storage.writer.commit({ lease, now, ...step.parts })
      if (step.step === 'settle') return settle(storage, lease, now)
      if (step.step === 'purge') return storage.writer.purge(now - step.age, now)
      if (step.step === 'remove-root') return storage.writer.setRoots({ remove: [step.rootId], now })
      if (step.step === 'extend')
        return storage.ledger.extendScan(lease.scanId, [{ rootId: step.rootId, payload: '{}' }])
      if (step.step !== 'restart' && step.step !== 'end') return taskStep(storage, step, tasks, now)
      if (step.step === 'restart') await storage.close().then(() => storage.open())
      else await storage.ledger.setScanState(lease.scanId, step.state, null, now)
      lease = await begin(storage, now)
      return undefined
    })
    // To look at everything takes a hundred times as long as to change something.
    const looksAround = at % 8 === 7 || at === steps.length - 1
    yield { step: step.step, outcome, state: looksAround ? await everythingOf(storage, now) : undefined }
  }
}

const begin = async ({ ledger }: Storage, now: number): Promise<UnitLease> => {
  const { scan } = await ledger.beginScan({
    rootIds,
    mode: 'quick',
    now,
    discover: [{ rootId: 'music', payload: '{}' }],
  })
  const lease = await ledger.claimUnit({ scanId: scan.id, segments: ['discover'], leaseMs: 1000, now })
  if (lease === undefined) throw new Error('a new scan has a unit')
  return lease
}

/** What a call gives, or the code it is refused with. */
const attempt = async (call: () => Promise<unknown>): Promise<unknown> => {
  try {
    return await call()
  } catch (error) {
    if (ScanError.is(error)) return error.code
    throw error
  }
}

/** As settle does: albums first, then artists. */
const settle = async ({ writer }: Storage, lease: UnitLease, now: number): Promise<unknown> => {
  const { albums } = await writer.unsettledAlbums(null, 100)
  await writer.commit({
    lease,
    now,
    albumSummaries: albums.flatMap(({ id, members: [first] }) =>
      first === undefined
        ? []
        : [albumSummary({ id, title: first.album ?? '', year: first.year, artists: first.artists })],
    ),
    removeAlbums: albums.filter(({ members }) => members.length === 0).map(({ id }) => id),
  })
  const { artists } = await writer.unsettledArtists(null, 100)
  await writer.commit({
    lease,
    now,
    artistSummaries: artists.flatMap(({ id, musicbrainzId, spellings: [first], namesakes }) =>
      first === undefined
        ? []
        : [
            {
              id,
              name: first.name,
              sortName: first.sortName ?? sortKey(first.name),
              sameAs: musicbrainzId === null && namesakes.length === 1 ? (namesakes[0] ?? null) : null,
            },
          ],
    ),
    removeArtists: artists.filter(({ spellings }) => spellings.length === 0).map(({ id }) => id),
  })
  return { albums, artists }
}

const sorts = ['path', 'title', 'album', 'year', 'added', 'updated', 'quality', 'duration'] as const

/** Everything that any query gives, without the numbers that a storage gives its rows. */
const everythingOf = async (storage: Storage, now: number): Promise<unknown> => {
  const { reader, writer, ledger } = storage
  const { tasks, ...seen } = (await observe(storage, rootIds)) as {
    tasks: unknown
    scan: ScanRecord
    changes: readonly { seq: number }[]
    units: readonly { unitId: number }[]
  }
  return {
    ...seen,
    changes: seen.changes.map(({ seq, ...change }) => change),
    units: seen.units.map(({ unitId, ...unit }) => unit),
    unitCounts: await ledger.countUnits(seen.scan.id, now),
    tasks: await tasksOf(storage, trackIds, now),
    byPath: await allPages(3, (page) => reader.exportLines({ byPath: true, ...page })),
    groups: await writer.arrivalGroups(2, null, 100),
    lookup: await sortedLookup(storage),
    albums: await allPages(1, (page) => reader.albums({ sort: 'year', ...page })),
    artists: await allPages(1, (page) => reader.artists({ descending: true, ...page })),
    genres: await allPages(1, (page) => reader.genres(page)),
    tracks: await Promise.all(
      sorts.map((sort) => allPages(2, (page) => reader.tracks({ sort, missing: 'any', ...page }))),
    ),
    ofArtist: await Promise.all(['artist:Nina', 'artist:NINA'].map((artistId) => reader.tracks({ artistId }))),
    search: await Promise.all([...texts, 'n', 'blu', '京'].map((text) => reader.search(text, { limit: 3 }))),
    explained: await Promise.all(paths.map((path) => reader.explain('music', path))),
  }
}

const sortedLookup = async ({ writer }: Storage): Promise<unknown> => {
  const asked = { rootId: 'music', paths, audioKeys: ['k1', 'k2'], stems: ['x', 'a/x', 'X'], trackIds, generation: 2 }
  const { atPaths, audioKeys, stems, trackIds: used } = await writer.lookup(asked)
  return [atPaths.map((at) => JSON.stringify(at)).sort(), [...audioKeys].sort(), [...stems].sort(), [...used].sort()]
}
