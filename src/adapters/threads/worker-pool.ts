import { availableParallelism, cpus } from 'node:os'
import { ScanError } from '../../core/errors.ts'
import type { FileChange } from '../../core/model/change.ts'
import type { DiscoverChunk } from '../../core/model/discover-chunk.ts'
import type { EntityBatch, TrackDraft } from '../../core/model/entity-batch.ts'
import type { DiscoverRequest, FilePlace, Presence, ScanWorkers } from '../../core/ports/scan-workers.ts'
import { unpackBatch } from './packed-batch.ts'
import type { LocationProbe } from './scan-protocol.ts'
import { WorkerLane } from './worker-lane.ts'
import type { KnownSource, WorkerLink } from './worker-link.ts'

/** What a pool of workers is made of. */
export interface WorkerPoolOptions {
  /** The module that a worker runs. */
  readonly entry: URL
  /** Handed to each worker. */
  readonly settings: unknown
  /** Root ids whose disks may hang: they get processes of their own; the value names the place. */
  readonly isolated: ReadonlyMap<string, string>
  /** Readers at the start and at most; the number adapts between them. */
  readonly readers: { readonly start: number; readonly most: number }
  readonly hangMs: number
}

/** Workers that can also look at a location before it is a root. */
export interface WorkerPool extends ScanWorkers {
  /** What is at an absolute location, as seen by the worker of the root with that id. */
  probe(location: string): Promise<LocationProbe | undefined>
}

const adaptMs = 400
/** Below this share of the processors' time, waiting work is waiting for disks. */
const busyShare = 0.6
/** Above this share of the time, readers work all the time. */
const alwaysShare = 0.9

/** Threads for local roots, processes for those that may hang. Started on use. */
export const workerPool = ({ entry, settings, isolated, readers, hangMs }: WorkerPoolOptions): WorkerPool => {
  const lane = (kind: 'thread' | 'process', place: string): WorkerLane =>
    new WorkerLane({ kind, entry, settings, readers, hangMs, place })
  const local = lane('thread', 'The disk')
  const lanes = new Map([...isolated].map(([rootId, place]) => [rootId, lane('process', place)]))
  const laneOf = (rootId: string | undefined): WorkerLane => lanes.get(rootId ?? '') ?? local
  const all = [local, ...lanes.values()]
  const adapting = adapt(all)
  let diffs = 0

  const read = async <T>(
    changes: readonly FileChange[],
    work: (reader: WorkerLink, some: readonly FileChange[]) => Promise<T>,
  ): Promise<T[]> => {
    const where = laneOf(changes[0]?.rootId)
    try {
      return [await where.read((reader) => work(reader, changes))]
    } catch (error) {
      if (!isCrash(error)) throw error
      if (changes.length === 1) throw error
      const middle = Math.ceil(changes.length / 2)
      return [...(await read(changes.slice(0, middle), work)), ...(await read(changes.slice(middle), work))]
    }
  }

  /** Reads in halves when a worker dies, down to the file that kills it. */
  const extract = async (changes: readonly FileChange[]): Promise<readonly TrackDraft[]> => {
    const drafts = await read(changes, async (reader, some) => {
      try {
        return JSON.parse(await reader.call((worker) => worker.extract(JSON.stringify(some)))) as TrackDraft[]
      } catch (error) {
        const [only] = some
        if (some.length === 1 && only !== undefined && isCrash(error)) return [crashed(only)]
        throw error
      }
    })
    return drafts.flat()
  }

  const batch = async (drafts: readonly TrackDraft[]): Promise<EntityBatch> =>
    unpackBatch(await local.read((reader) => reader.call((worker) => worker.batch(JSON.stringify(drafts)))))

  return {
    get concurrency() {
      return all.reduce((sum, some) => sum + some.target, 0)
    },
    async *discover(request: DiscoverRequest, known: KnownSource, signal: AbortSignal) {
      const id = ++diffs
      const differ = laneOf(request.rootId).differ()
      differ.diffs.set(id, known)
      try {
        await differ.call((worker) => worker.beginDiscover(id, request))
        for (;;) {
          signal.throwIfAborted()
          const chunk = await differ.call((worker) => worker.nextChunk(id))
          if (chunk === null) return
          yield JSON.parse(chunk) as DiscoverChunk
        }
      } finally {
        await differ.call((worker) => worker.endDiscover(id)).catch(() => undefined)
        differ.diffs.delete(id)
      }
    },
    extract,
    batch,
    async extractBatch(changes) {
      try {
        const text = JSON.stringify(changes)
        return unpackBatch(
          await laneOf(changes[0]?.rootId).read((reader) => reader.call((worker) => worker.extractBatch(text))),
        )
      } catch (error) {
        if (!isCrash(error)) throw error
        return batch(await extract(changes))
      }
    },
    async present(places) {
      const presence = new Array<Presence>(places.length).fill('unknown')
      for (const where of new Set(places.map((place) => laneOf(place.rootId)))) {
        const mine = places.flatMap((place, index) => (laneOf(place.rootId) === where ? [{ place, index }] : []))
        const ask = async (): Promise<readonly Presence[]> =>
          where.differ().call((worker) => worker.present(mine.map(plain)))
        // A place that hangs or died says nothing about its files.
        const answers = await ask().catch(() => [])
        mine.forEach(({ index }, at) => {
          presence[index] = answers[at] ?? 'unknown'
        })
      }
      return presence
    },
    probe: (location) =>
      laneOf(location)
        .differ()
        .call((worker) => worker.probe(location)),
    async close() {
      clearInterval(adapting)
      await Promise.all(all.map((some) => some.close()))
    },
  }
}

const plain = ({ place }: { readonly place: FilePlace }): FilePlace => ({
  rootId: place.rootId,
  path: place.path,
  diskPath: place.diskPath,
})

const isCrash = (error: unknown): boolean => ScanError.is(error) && error.code === 'INTERNAL' && error.retryable

const crashed = (change: FileChange): TrackDraft => {
  const { rootId, path, size, mtimeUs, ctimeUs } = change
  const message =
    'Reading this file ends the process that reads it. It is left out until it changes; please report it with the file.'
  const stamp = { size, mtimeUs, ctimeUs }
  const error = {
    rootId,
    path,
    code: 'FILE_DAMAGED',
    stage: 'extract',
    message,
    retryable: false,
    stamp,
    at: Date.now(),
  } as const
  return { change, reading: undefined, sidecarLyrics: undefined, error, isTrack: false }
}

/** Milliseconds for which all processors of the machine have worked so far; waiting for disks is not work. */
const workedMs = (): number =>
  cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0)

/**
 * More threads help only where the readers work all the time and yet neither this process uses up the processors that it may use nor others use up the machine's: then they
 * wait for disks. Readers that rest now and then wait for the storage, and readers that get little of busy processors would only share it with more.
 */
const adapt = (lanes: readonly WorkerLane[]): NodeJS.Timeout => {
  let from = performance.now()
  let before = { own: process.cpuUsage(), all: workedMs(), busyMs: lanes.map((lane) => lane.load.busyMs) }
  const timer = setInterval(() => {
    const elapsedMs = performance.now() - from
    const own = process.cpuUsage(before.own)
    const ownShare = (own.user + own.system) / 1000 / (elapsedMs * availableParallelism())
    const allShare = (workedMs() - before.all) / (elapsedMs * cpus().length)
    const loads = lanes.map((lane) => lane.load)
    const isBusy = (at: number): boolean => {
      const { busyMs = 0, readers = 0 } = loads[at] ?? {}
      return busyMs - (before.busyMs[at] ?? 0) > alwaysShare * elapsedMs * readers
    }
    from += elapsedMs
    if (Math.max(ownShare, allShare) <= busyShare)
      lanes.forEach((lane, at) => {
        if (lane.starved && isBusy(at)) lane.grow()
      })
    before = { own: process.cpuUsage(), all: workedMs(), busyMs: loads.map((load) => load.busyMs) }
  }, adaptMs)
  return timer.unref()
}
