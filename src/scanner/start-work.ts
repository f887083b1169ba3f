import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { Cron } from 'croner'
import { pathOf } from '../adapters/files/node-file-source.ts'
import { memoryRateLimit } from '../adapters/memory/rate-limit.ts'
import type { DeferredKind } from '../core/deferred-kind.ts'
import type { DeferredStage } from '../core/deferred-stage.ts'
import { Exclusion } from '../core/engine/exclusion.ts'
import { remoteUnits } from '../core/engine/remote-units.ts'
import { dispatchTasks, type TaskChannel } from '../core/engine/task-dispatcher.ts'
import { type TaskOutcome, workTask } from '../core/engine/task-hand.ts'
import { taskOf } from '../core/engine/task-job.ts'
import { type HandleJob, WorkRun } from '../core/engine/work-run.ts'
import { ScanError } from '../core/errors.ts'
import { diskPathOf } from '../core/identity/disk-path.ts'
import { settingsOfSegment } from './presets.ts'
import { sightOf } from './sight.ts'
import { leaseMsOf, patient, type ScannerParts, segmentsFor, unitSizeOf } from './start-scan.ts'

/** What work a process takes. */
export interface WorkOptions {
  /** Segments to take jobs of: `extract`, and those of the deferred stages configured. Default: all that this process can do. */
  readonly segments?: readonly string[] | undefined
  /** Jobs at once follow the backlog between these; default: as the settings say. */
  readonly scale?: { readonly min: number; readonly max: number } | undefined
  /** Aborting it stops the work as `stop()` does. */
  readonly signal?: AbortSignal | undefined
}

/** The deferred stages that this process can do. */
export const stagesOf = (deferred: readonly (DeferredKind | DeferredStage)[]): readonly DeferredStage[] =>
  deferred.filter((stage): stage is DeferredStage => 'work' in stage && typeof stage.work === 'function')

/** The segment of a deferred stage. */
export const segmentOf = (stage: DeferredStage): string => stage.segment ?? stage.kind

/** Starts to work in this process. */
export const startWork = (parts: ScannerParts, options: WorkOptions): WorkRun => {
  const { config, queue: shared, stages, notify, listens } = parts
  const letGo = new AbortController()
  const { storage, queue } = patient(parts, letGo.signal)
  const deferred = config.deferred ?? []
  const able = Map.groupBy(stagesOf(deferred), segmentOf)
  const all = [...(shared.capabilities.shared ? ['extract'] : []), ...able.keys()]
  const wanted = options.segments ?? all
  for (const name of wanted) if (!all.includes(name)) throw unable(name, all, shared.capabilities.shared)
  const leaseMs = leaseMsOf(parts)
  const maxAttempts = config.maxAttempts ?? 3
  const exclusion = new Exclusion()
  const sight = sightOf(config, parts.storage)

  const taskHandler = (some: readonly DeferredStage[], timeLimitMs: number): HandleJob => {
    const byKind = new Map(some.map((stage) => [stage.kind, stage]))
    const backoff = { baseMs: 600_000, maxMs: 86_400_000, ...config.backoff }
    return async (job) => {
      const task = taskOf(job)
      if (task === undefined) return { rest: true }
      const { locations } = await sight.now()
      const work = (): Promise<TaskOutcome> =>
        workTask(task.taskId, {
          ...{
            storage,
            stages: byKind,
            leaseMs,
            maxAttempts,
            backoff,
            timeLimitMs,
            now: Date.now,
            random: Math.random,
          },
          locate: (track) => (track.rootId in locations ? pathOf(diskPathOf(track, locations)) : undefined),
          signal: letGo.signal,
        })
      const outcome = await exclusion.run(task.suspect, work)
      if (outcome.as === 'failed') {
        const segment = some[0] === undefined ? '' : segmentOf(some[0])
        notify({ type: 'job-failed', segment, job: job.id, message: outcome.message })
      }
      return { rest: outcome.as === 'released' }
    }
  }

  const extract = (): HandleJob =>
    remoteUnits({
      ...{ storage, queue, leaseMs, maxAttempts, exclusion, deferred, unitSize: unitSizeOf(parts) },
      segments: segmentsFor(parts, false, () => undefined),
      stageNames: stages.map((stage) => stage.name),
      signal: letGo.signal,
      now: Date.now,
      emit: notify,
      listens,
      see: (rootIds) => sight.of(rootIds),
    })

  const segments = wanted.map((name) => {
    const settings = settingsOfSegment(config, name)
    const handle = name === 'extract' ? extract() : taskHandler(able.get(name) ?? [], settings.timeLimitMs)
    return [name, { settings, handle }] as const
  })
  const channels = new Map<string, TaskChannel>(
    [...able].map(([name, some]) => [
      name,
      { kinds: some.map(({ kind }) => kind), settings: () => settingsOfSegment(config, name) },
    ]),
  )
  const workerId = randomUUID()
  const run = new WorkRun({
    ...{ storage, queue, letGo, notify, scale: options.scale, now: Date.now },
    rateLimit: config.rateLimit ?? memoryRateLimit(),
    segments: new Map(segments),
    worker: { workerId, host: hostname(), pid: process.pid },
    dispatch: (signal) =>
      dispatchTasks({
        ...{ storage, queue, channels, holder: workerId, now: Date.now, nextTime, signal },
        maintenance: {
          schedule: settingsOfSegment(config, 'maintenance').schedule ?? '0 4 * * *',
          retentionMs: config.taskRetentionMs ?? 7 * 86_400_000,
        },
        onError: (error) =>
          notify({
            type: 'job-failed',
            segment: 'dispatch',
            job: '',
            message: error instanceof Error ? error.message : String(error),
          }),
      }),
    close: () => sight.close(),
  })
  const onAbort = (): void => void run.stop()
  if (options.signal?.aborted) onAbort()
  else options.signal?.addEventListener('abort', onAbort, { once: true })
  void run.done.then(() => options.signal?.removeEventListener('abort', onAbort))
  return run
}

const nextTime = (schedule: string, after: number): number =>
  new Cron(schedule).nextRun(new Date(after))?.getTime() ?? Number.POSITIVE_INFINITY

const unable = (name: string, all: readonly string[], shared: boolean): ScanError =>
  new ScanError(
    'CONFIG_INVALID',
    name === 'extract' && !shared
      ? 'The segment extract is worked by other processes only over a shared queue: configure one (redisQueue, postgresQueue).'
      : `There is no work for the segment ${name} here. Configured: ${all.join(', ') || 'none'}; a deferred stage needs its work function.`,
  )
