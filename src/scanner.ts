import { EventEmitter } from 'eventemitter3'
import { inProcessQueue } from './adapters/inprocess/queue.ts'
import { memoryStorage } from './adapters/memory/memory-storage.ts'
import { checkConfig, checkScanOptions, type ScannerConfig } from './config.ts'
import { patientStorage } from './core/engine/patient-storage.ts'
import { ScanRun } from './core/engine/scan-run.ts'
import { segmentsOf } from './core/engine/segments.ts'
import { ScanError } from './core/errors.ts'
import type { ScanEvent, ScanEventOf } from './core/events.ts'
import type { Library } from './core/library.ts'
import type { ScanMode } from './core/model/scan.ts'
import { type AnyStage, pipeline } from './core/pipeline.ts'
import type { StorageCapabilities } from './core/ports/storage.ts'
import type { StoppedRoot } from './core/report.ts'
import type { Run } from './core/run.ts'
import { libraryOf } from './scanner/library-of.ts'
import { planScan } from './scanner/plan-scan.ts'
import { prepareScan, readersOf } from './scanner/prepare-scan.ts'
import { batch } from './stages/batch/batch.ts'
import { discover } from './stages/discover/discover.ts'
import type { PlanEntry } from './stages/discover/plan-entry.ts'
import { extract } from './stages/extract/extract.ts'
import { persist } from './stages/persist/persist.ts'
import { settle } from './stages/settle/settle.ts'

/** What a scan is asked to do. */
export interface ScanOptions {
  /** Default `incremental`. */
  readonly mode?: ScanMode | undefined
  /** Only these folders or files, absolute or relative to the working directory; each must lie in a root. */
  readonly paths?: readonly string[] | undefined
  /** Aborting it cancels the scan. */
  readonly signal?: AbortSignal | undefined
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
   * Starts a scan at once. While one runs, the same request joins it and another one waits for its end.
   * @throws ScanError `CONFIG_INVALID` for options that cannot be meant.
   */
  scan(options?: ScanOptions): Run<Names>
  /** What a scan would do, without doing it. `read` reads new files too, so that a move shows as a move. */
  plan(options?: ScanOptions & { readonly read?: boolean | undefined }): AsyncIterable<PlanEntry>
  readonly library: Library
  /** Cancels a running scan and closes what the scanner opened. */
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
  await storage.open()

  const emitter = new EventEmitter<{ [T in ScanEvent['type']]: (event: ScanEvent) => void }>()
  let running: { readonly run: ScanRun; readonly request: string } | undefined
  let waiting: Promise<unknown> = Promise.resolve()
  let closed = false

  const startRun = (options: ScanOptions): ScanRun => {
    const controller = new AbortController()
    const { signal } = options
    const onAbort = (): void => controller.abort(signal?.reason)
    if (signal?.aborted) onAbort()
    else signal?.addEventListener('abort', onAbort, { once: true })
    const distrusted: StoppedRoot[] = []
    const notify = (event: ScanEvent): void => {
      emitter.emit(event.type, event)
    }
    const before = waiting
    const readers = readersOf(config)
    const run = new ScanRun({
      prepare: async () => {
        await before
        return prepareScan(config, options, storage, { keep: true })
      },
      storage: patientStorage(storage, {
        maxWaitMs: config.storagePatienceMs ?? 120_000,
        signal: controller.signal,
        onWait: (message, waitedMs) => notify({ type: 'storage-wait', message, waitedMs }),
      }),
      queue,
      segments: segmentsOf(
        stages,
        settle({
          ratio: config.massDeletion?.ratio ?? 0.5,
          minimum: config.massDeletion?.minimum ?? 20,
          confirmed: options.confirm?.losses === true,
          articles: config.tags?.articles,
          onMassDeletion: (rootId, losses, tracks) => {
            const stopped = massDeletion(rootId, losses, tracks)
            distrusted.push(stopped)
            notify({ type: 'root-stopped', ...stopped })
          },
        }) as unknown as AnyStage,
      ),
      stageNames: stages.map((stage) => stage.name),
      deferred: config.deferred ?? [],
      mode: options.mode ?? 'incremental',
      distrusted,
      unitSize: Math.min(config.unitSize ?? 64, storage.limits.maxTracksPerCommit),
      backlog: 8,
      concurrency: readers.most + 2,
      leaseMs: 120_000,
      maxAttempts: 3,
      controller,
      now: Date.now,
      notify,
      listens: (type) => emitter.listenerCount(type) > 0,
    })
    waiting = run.result.catch(() => undefined).finally(() => signal?.removeEventListener('abort', onAbort))
    return run
  }

  return {
    on(type, listener) {
      const heard = listener as (event: ScanEvent) => void
      emitter.on(type, heard)
      return () => void emitter.off(type, heard)
    },
    scan(options = {}) {
      checkScanOptions(options)
      if (closed) throw new ScanError('CLOSED', 'The scanner is closed.')
      const { signal: _signal, ...meant } = options
      const request = JSON.stringify(meant)
      if (running?.request === request) return running.run as unknown as Run<Names | 'settle'>
      const run = startRun(options)
      const mine = { run, request }
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
    library: libraryOf(storage),
    async close() {
      if (closed) return
      closed = true
      await running?.run.cancel(new ScanError('CLOSED', 'The scanner was closed.'))
      await waiting
      if (config.queue === undefined) await queue.close()
      await storage.close()
    },
  }
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

const massDeletion = (rootId: string, losses: number, tracks: number): StoppedRoot => ({
  rootId,
  code: 'MASS_DELETION',
  message:
    `${losses} of the ${tracks} tracks of ${rootId} are gone at once. Nothing was marked missing. If that is true, ` +
    'scan again with confirm: { losses: true } (--allow-missing); if not, look at its mount.',
})
