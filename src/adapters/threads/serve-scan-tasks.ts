import { createBirpc } from 'birpc'
import { ScanError, type ScanErrorCode } from '../../core/errors.ts'
import type { FileChange } from '../../core/model/change.ts'
import type { DiscoverChunk } from '../../core/model/discover-chunk.ts'
import type { EntityBatch, TrackDraft, TrackEntry } from '../../core/model/entity-batch.ts'
import type { KnownPage, KnownQuery } from '../../core/ports/library-writer.ts'
import type { DiscoverRequest, FilePlace, Presence } from '../../core/ports/scan-workers.ts'
import { seal } from '../../core/sealed-entry.ts'
import { packBatch } from './packed-batch.ts'
import type { Channel, HostCalls, LocationProbe, WorkerCalls } from './scan-protocol.ts'

/** The work of a scan that touches files: the same code in the host's thread, in a worker thread and in a child process. */
export interface ServedTasks {
  discover(
    request: DiscoverRequest,
    known: (query: KnownQuery) => Promise<KnownPage>,
    signal: AbortSignal,
  ): AsyncIterable<DiscoverChunk>
  extract(changes: readonly FileChange[]): Promise<readonly TrackDraft[]>
  batch(drafts: readonly TrackDraft[]): Promise<EntityBatch>
  /** Both, file by file; `keep` says what of an entry is kept. */
  extractBatch(changes: readonly FileChange[], keep?: (entry: TrackEntry) => TrackEntry): Promise<EntityBatch>
  present(places: readonly FilePlace[]): Promise<readonly Presence[]>
  probe(location: string): Promise<LocationProbe | undefined>
}

/** Answers a host's calls with the tasks that are made; these tell with `alive` that they go on. */
export const serveScanTasks = (make: (alive: () => void) => ServedTasks, channel: Channel): void => {
  const tasks = make(() => host.alive())
  const diffs = new Map<
    number,
    { readonly chunks: AsyncIterator<DiscoverChunk>; readonly controller: AbortController }
  >()
  const calls: WorkerCalls = {
    async beginDiscover(id, request) {
      const controller = new AbortController()
      const known = (query: KnownQuery): Promise<KnownPage> => host.known(id, query)
      diffs.set(id, { chunks: tasks.discover(request, known, controller.signal)[Symbol.asyncIterator](), controller })
    },
    async nextChunk(id) {
      const next = await diffs.get(id)?.chunks.next()
      return next === undefined || next.done ? null : JSON.stringify(next.value)
    },
    async endDiscover(id) {
      const diff = diffs.get(id)
      diffs.delete(id)
      diff?.controller.abort()
      await diff?.chunks.return?.().catch(() => undefined)
    },
    extract: async (changes) => JSON.stringify(await tasks.extract(JSON.parse(changes))),
    extractBatch: async (changes) => packBatch(await tasks.extractBatch(JSON.parse(changes), seal)),
    batch: async (drafts) => packBatch(await tasks.batch(JSON.parse(drafts))),
    present: (places) => tasks.present(places),
    probe: (location) => tasks.probe(location),
  }
  const host = createBirpc<HostCalls, WorkerCalls>(wrapErrors(calls), {
    post: (message) => channel.post(message),
    on: (receive) => channel.on(receive),
    eventNames: ['alive'],
    timeout: -1,
  })
}

/** A `ScanError` as it crosses a thread: class and marker do not survive cloning. */
export interface WireError {
  readonly wire: 'scan-error'
  readonly code: ScanErrorCode
  readonly message: string
  readonly stage: string | undefined
  readonly path: string | undefined
  readonly rootId: string | undefined
  readonly retryable: boolean
}

const wrapErrors = (calls: WorkerCalls): WorkerCalls =>
  Object.fromEntries(
    Object.entries(calls).map(([name, call]: [string, (...args: never[]) => Promise<unknown>]) => [
      name,
      async (...args: never[]) => {
        try {
          return await call(...args)
        } catch (error) {
          if (!ScanError.is(error)) throw error
          const { code, message, stage, path, rootId, retryable } = error
          throw { wire: 'scan-error', code, message, stage, path, rootId, retryable } satisfies WireError
        }
      },
    ]),
  ) as unknown as WorkerCalls

/** The error of a call as its caller should see it. */
export const unwireError = (error: unknown): unknown => {
  if (typeof error !== 'object' || error === null || !('wire' in error) || error.wire !== 'scan-error') return error
  const { code, message, ...details } = error as WireError
  return new ScanError(code, message, details)
}
