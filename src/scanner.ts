import { EventEmitter } from 'eventemitter3'
import { inProcessQueue } from './adapters/inprocess/queue.ts'
import { memoryStorage } from './adapters/memory/memory-storage.ts'
import { checkConfig, checkScanOptions, checkWorkOptions, type ScannerConfig } from './config.ts'
import type { DeferredKind } from './core/deferred-kind.ts'
import type { ScanRun } from './core/engine/scan-run.ts'
import type { WorkRun } from './core/engine/work-run.ts'
import { ScanError } from './core/errors.ts'
import type { ScanEvent, ScanEventOf } from './core/events.ts'
import type { Library } from './core/library.ts'
import type { ScanMode } from './core/model/scan.ts'
import { type AnyStage, pipeline } from './core/pipeline.ts'
import type { Queue } from './core/ports/queue.ts'
import type { Storage, StorageCapabilities } from './core/ports/storage.ts'
import type { Run } from './core/run.ts'
import type { Status } from './core/status.ts'
import type { Tasks } from './core/tasks.ts'
import type { Work } from './core/work.ts'
import { type ExtendedRun, extendScan } from './scanner/extend-scan.ts'
import { libraryOf } from './scanner/library-of.ts'
import { planScan } from './scanner/plan-scan.ts'
import { type ScannerParts, startScan } from './scanner/start-scan.ts'
import { segmentOf, stagesOf, startWork, type WorkOptions } from './scanner/start-work.ts'
import { controlScan, statusOf } from './scanner/status-of.ts'
import { tellBus } from './scanner/tell-bus.ts'
import { batch } from './stages/batch/batch.ts'
import { discover } from './stages/discover/discover.ts'
import type { PlanEntry } from './stages/discover/plan-entry.ts'
import { extract } from './stages/extract/extract.ts'
import { persist } from './stages/persist/persist.ts'

/** What a scan is asked to do. */
export interface ScanOptions {
  /** Default `incremental`. */
  readonly mode?: ScanMode | undefined
  /** Only these folders or files, absolute or relative to the working directory; each must lie in a root. */
  readonly paths?: readonly string[] | undefined
  /** Aborting it cancels the scan. */
  readonly signal?: AbortSignal | undefined
  /**
   * Segments of the scan that this process works itself; default: all. Without `extract`, which takes a shared queue, other processes must do that: {@link Scanner.work}.
   */
  readonly segments?: readonly ('discover' | 'extract' | 'settle')[] | undefined
  /** When another process scans: `join` (default) awaits its scan of the same roots as one's own, and waits for the end of one of others; `refuse` rejects with `SCAN_RUNNING`. */
  readonly whenRunning?: 'join' | 'refuse' | undefined
  /** What a person has confirmed. */
  readonly confirm?:
    | {
        /** That most tracks of a root are really gone. */
        readonly losses?: boolean | undefined
        /** Ids of roots that are really at another place now. */
        readonly relocated?: readonly string[] | undefined
      }
    | undefined
}

/** Scans folders into a library, and answers questions about it. */
export interface Scanner<Names extends string = string> {
  /** Listens to events of one type; rows' events come after their commit. Returns a function that stops listening. */
  on<T extends ScanEvent['type']>(type: T, listener: (event: ScanEventOf<T>) => void): () => void
  /**
   * Starts a scan at once. While one runs, the same request joins it; one of other roots (`paths`) becomes a part of it, so that both are scanned at once and end together; any other waits
   * for its end.
   * @throws ScanError `CONFIG_INVALID` for options that cannot be meant.
   */
  scan(options?: ScanOptions): Run<Names>
  /** What a scan would do, without doing it. `read` reads new files too, so that a move shows as a move. */
  plan(options?: ScanOptions & { readonly read?: boolean | undefined }): AsyncIterable<PlanEntry>
  /**
   * Takes jobs from the queue in this process until it is stopped: units of scans that other processes began (over a shared queue), and deferred work that is due.
   * @throws ScanError `CONFIG_INVALID` for a segment that this process has no work for.
   */
  work(options?: WorkOptions): Work
  /** Where scans, queues, tasks and workers stand, in whatever process. */
  status(): Promise<Status>
  /** Pauses the scan under way, whichever process runs it; within a second or two it rests. Rejects with `USAGE` when there is none. */
  pause(): Promise<void>
  /** Lets it go on. */
  resume(): Promise<void>
  /** Cancels it: units in hand finish, the next scan goes on from there. */
  cancel(): Promise<void>
  readonly library: Library
  readonly tasks: Tasks
  /** Cancels a running scan, stops the work, and closes what the scanner opened. */
  close(): Promise<void>
}

/** The stages of the default pipeline. */
export type DefaultNames = 'discover' | 'extract' | 'batch' | 'persist'

const defaultStages = (): readonly AnyStage[] =>
  pipeline(discover()).pipe(extract()).pipe(batch()).pipe(persist()).stages

/**
 * Makes a scanner and opens its storage.
 *
 * @throws ScanError `CONFIG_INVALID` for options that cannot be meant; `STORAGE_UNAVAILABLE` or `STORAGE_NEWER` when the storage cannot be opened.
 * @example
 * ```ts
 * import { createScanner } from '@soniquebay/scan'
 * import { sqliteStorage } from '@soniquebay/scan/sqlite'
 *
 * const scanner = await createScanner({ roots: ['/music'], storage: sqliteStorage({ path: 'library.db' }) })
 * const report = await scanner.scan().result
 * console.log(report.counts.added)
 * await scanner.close()
 * ```
 */
export const createScanner = async <
  Names extends string = DefaultNames,
  Needs extends keyof StorageCapabilities = never,
>(
  config: ScannerConfig<Names, Needs> = {},
): Promise<Scanner<Names | 'settle'>> => {
  checkConfig(config)
  const storage = config.storage ?? memoryStorage()
  const queue = config.queue ?? inProcessQueue()
  const stages = config.stages?.stages ?? defaultStages()
  refuseUnable(stages, storage.capabilities, storage.name)
  if (queue.capabilities.shared && !storage.capabilities.multiProcess) {
    throw new ScanError(
      'CONFIG_INVALID',
      `The queue ${queue.name} is shared with other processes, but they cannot see the storage ${storage.name}.`,
    )
  }
  if (queue.capabilities.shared && !storage.capabilities.multiHost)
    process.emitWarning(
      `The storage ${storage.name} is for the processes of one host: workers of the queue ${queue.name} on other machines would not see this library.`,
      'SoniqueBayScanWarning',
    )
  await storage.open()
  try {
    await queue.open()
    if (config.deferred !== undefined) await storage.tasks.setKinds(config.deferred.map(kindOf), Date.now())
  } catch (error) {
    await storage.close()
    throw error
  }

  const emitter = new EventEmitter<{ [T in ScanEvent['type']]: (event: ScanEvent) => void }>()
  const { events } = config
  const notify = (event: ScanEvent): void => {
    emitter.emit(event.type, event)
    if (events !== undefined) tellBus(events, event)
  }
  const listens = (type: ScanEvent['type']): boolean =>
    emitter.listenerCount(type) > 0 || (events !== undefined && type === 'stage-progress')
  const parts: ScannerParts = { config, storage, queue, stages, notify, listens }
  const works = new Set<WorkRun>()
  let running: { readonly run: ScanRun | ExtendedRun; readonly request: string; readonly kind: string } | undefined
  let waiting: Promise<unknown> = Promise.resolve()
  let closed = false
  const refuseClosed = (): void => {
    if (closed) throw new ScanError('CLOSED', 'The scanner is closed.')
  }

  return {
    on(type, listener) {
      const heard = listener as (event: ScanEvent) => void
      emitter.on(type, heard)
      return () => void emitter.off(type, heard)
    },
    scan(options = {}) {
      checkScanOptions(options)
      refuseLonely(options, queue)
      refuseClosed()
      const { signal: _signal, ...meant } = options
      const request = JSON.stringify(meant)
      if (running?.request === request) return running.run as unknown as Run<Names | 'settle'>
      const after = waiting
      const run =
        running !== undefined && running.kind === kindOfScan(options)
          ? extendScan(parts, options, running.run, () => startScan(parts, options, after))
          : startScan(parts, options, after)
      waiting = Promise.all([after, run.result.catch(() => undefined)])
      const mine = { run, request, kind: kindOfScan(options) }
      running = mine
      const forget = (): void => {
        if (running === mine) running = undefined
      }
      run.result.then(forget, forget)
      return run as unknown as Run<Names | 'settle'>
    },
    plan(options = {}) {
      checkScanOptions(options)
      return planScan(config, options, storage)
    },
    work(options = {}) {
      checkWorkOptions(options)
      refuseClosed()
      const run = startWork(parts, options)
      works.add(run)
      void run.done.then(() => works.delete(run))
      return run
    },
    status: () => statusOf(storage, queue, segmentsOf(config), Date.now()),
    pause: () => controlScan(storage, 'pause', Date.now()),
    resume: () => controlScan(storage, 'resume', Date.now()),
    cancel: () => controlScan(storage, 'cancel', Date.now()),
    library: libraryOf(storage),
    tasks: tasksOf(storage),
    async close() {
      if (closed) return
      closed = true
      await running?.run.cancel(new ScanError('CLOSED', 'The scanner was closed.'))
      await waiting
      await Promise.all([...works].map((work) => work.stop()))
      if (config.queue === undefined) await queue.close()
      await storage.close()
    },
  }
}

/** Scans of a kind can be one scan of all their roots. */
const kindOfScan = ({ signal: _signal, paths: _paths, ...kind }: ScanOptions): string => JSON.stringify(kind)

const tasksOf = ({ tasks }: Storage): Tasks => ({
  count: () => tasks.countTasks(),
  list: (filter = {}) => tasks.listTasks(filter),
  retry: (filter = {}) => tasks.retryTasks(filter, Date.now()),
  derived: (trackIds, kinds) => tasks.derived(trackIds, kinds),
})

const kindOf = ({ kind, version, derivesFrom, priority, delayMs }: DeferredKind): DeferredKind => ({
  ...{ kind, version, derivesFrom },
  ...(priority === undefined ? {} : { priority }),
  ...(delayMs === undefined ? {} : { delayMs }),
})

/** Segments that have a queue here: those of every scan, and those of the deferred stages. */
const segmentsOf = ({ deferred = [] }: Pick<ScannerConfig, 'deferred'>): readonly string[] => [
  ...new Set(['discover', 'extract', 'settle', ...stagesOf(deferred).map(segmentOf)]),
]

const refuseLonely = ({ segments }: ScanOptions, queue: Queue): void => {
  if (segments === undefined || segments.includes('extract') || queue.capabilities.shared) return
  throw new ScanError(
    'CONFIG_INVALID',
    `Nobody would read the files: without extract a scan needs other processes, and the queue ${queue.name} is not shared. Configure redisQueue or postgresQueue.`,
  )
}

const refuseUnable = (stages: readonly AnyStage[], able: StorageCapabilities, storage: string): void => {
  for (const stage of stages) {
    for (const need of stage.needs ?? []) {
      if (!able[need])
        throw new ScanError(
          'CONFIG_INVALID',
          `The stage ${stage.name} needs a storage with ${need}; ${storage} has it not.`,
        )
    }
  }
}
