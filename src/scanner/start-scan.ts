import type { ScannerConfig } from '../config.ts'
import { patientQueue } from '../core/engine/patient-queue.ts'
import { patientStorage } from '../core/engine/patient-storage.ts'
import { ScanRun } from '../core/engine/scan-run.ts'
import { type Segments, segmentsOf } from '../core/engine/segments.ts'
import type { ScanEvent } from '../core/events.ts'
import type { AnyStage } from '../core/pipeline.ts'
import type { Queue } from '../core/ports/queue.ts'
import type { Storage } from '../core/ports/storage.ts'
import type { StoppedRoot } from '../core/report.ts'
import type { ScanOptions } from '../scanner.ts'
import { settle } from '../stages/settle/settle.ts'
import { prepareScan } from './prepare-scan.ts'
import { readersOf, settingsOfSegment } from './presets.ts'

/** What everything that a scanner starts is made of. */
export interface ScannerParts {
  readonly config: Omit<ScannerConfig, 'stages' | 'storage'>
  readonly storage: Storage
  readonly queue: Queue
  readonly stages: readonly AnyStage[]
  readonly notify: (event: ScanEvent) => void
  readonly listens: (type: ScanEvent['type']) => boolean
}

/** Storage and queue whose faults are waited out and told of. */
export const patient = (
  { config, storage, queue, notify }: ScannerParts,
  signal: AbortSignal,
): { readonly storage: Storage; readonly queue: Queue } => ({
  storage: patientStorage(storage, {
    maxWaitMs: config.storagePatienceMs ?? 120_000,
    signal,
    onWait: (message, waitedMs) => notify({ type: 'storage-wait', message, waitedMs }),
  }),
  queue: patientQueue(queue, { signal, onWait: (message) => notify({ type: 'queue-wait', message }) }),
})

/** How long a unit or task is leased: with a shared queue another process is there to take it over. */
export const leaseMsOf = ({ config, queue }: ScannerParts): number =>
  config.leaseMs ?? (queue.capabilities.shared ? 30_000 : 120_000)

/** Files that a unit holds at most. */
export const unitSizeOf = ({ config, storage: { limits } }: ScannerParts): number =>
  Math.min(config.unitSize ?? limits.goodTracksPerCommit ?? 128, limits.maxTracksPerCommit)

/** The stages in their segments. */
export const segmentsFor = (
  { config, stages }: ScannerParts,
  confirmed: boolean,
  onMassDeletion: (stopped: StoppedRoot) => void,
): Segments =>
  segmentsOf(
    stages,
    settle({
      ratio: config.massDeletion?.ratio ?? 0.5,
      minimum: config.massDeletion?.minimum ?? 20,
      confirmed,
      articles: config.tags?.articles,
      onMassDeletion: (rootId, losses, tracks) => onMassDeletion(massDeletion(rootId, losses, tracks)),
    }) as unknown as AnyStage,
  )

/** Starts a scan, once what is before it has ended. */
export const startScan = (parts: ScannerParts, options: ScanOptions, before: Promise<unknown>): ScanRun => {
  const { config, storage, stages, notify, listens } = parts
  const controller = new AbortController()
  const { signal } = options
  const onAbort = (): void => controller.abort(signal?.reason)
  if (signal?.aborted) onAbort()
  else signal?.addEventListener('abort', onAbort, { once: true })
  const distrusted: StoppedRoot[] = []
  const readers = readersOf(config)
  const extract = settingsOfSegment(config, 'extract')
  const run = new ScanRun({
    ...patient(parts, controller.signal),
    prepare: async () => {
      await before
      return prepareScan(config, options, storage, { keep: true })
    },
    segments: segmentsFor(parts, options.confirm?.losses === true, (stopped) => {
      distrusted.push(stopped)
      notify({ type: 'root-stopped', ...stopped })
    }),
    stageNames: stages.map((stage) => stage.name),
    deferred: config.deferred ?? [],
    mode: options.mode ?? 'incremental',
    extractsHere: options.segments?.includes('extract') ?? true,
    whenRunning: options.whenRunning ?? 'join',
    distrusted,
    unitSize: unitSizeOf(parts),
    backlog: extract.backlog,
    concurrency: readers.most + 2,
    leaseMs: leaseMsOf(parts),
    maxAttempts: config.maxAttempts ?? 3,
    controller,
    now: Date.now,
    notify,
    listens,
  })
  const forget = (): void => signal?.removeEventListener('abort', onAbort)
  run.result.then(forget, forget)
  return run
}

const massDeletion = (rootId: string, losses: number, tracks: number): StoppedRoot => ({
  rootId,
  code: 'MASS_DELETION',
  message:
    `${losses} of the ${tracks} tracks of ${rootId} are gone at once. Nothing was marked missing. If that is true, ` +
    'scan again with confirm: { losses: true } (--allow-missing); if not, look at its mount.',
})
