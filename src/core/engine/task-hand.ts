import type { DeferredStage, DeferredTask } from '../deferred-stage.ts'
import { ScanError } from '../errors.ts'
import type { TaskEnd, TaskLease } from '../model/task.ts'
import type { Track } from '../model/track.ts'
import type { Storage } from '../ports/storage.ts'
import { type Backoff, backoffMs } from './backoff.ts'

/** What a hand is made of. */
export interface TaskHandParts {
  readonly storage: Storage
  readonly stages: ReadonlyMap<string, DeferredStage>
  readonly leaseMs: number
  readonly maxAttempts: number
  readonly backoff: Backoff
  readonly timeLimitMs: number
  readonly now: () => number
  readonly random: () => number
  /** Absolute path of a track's file; `undefined` when its root cannot be reached from here. */
  readonly locate: (track: Track) => string | Buffer | undefined
  /** Aborted when tasks in hand must be handed back. */
  readonly signal: AbortSignal
}

/** How the work on a task ended; `none`: there was nothing to do. `released`: it is for another worker. */
export type TaskOutcome =
  | { readonly as: 'none' | 'done' | 'released' }
  | { readonly as: 'failed'; readonly message: string }

/** Works one task: claims it, keeps its lease alive, and ends it with its result, a later attempt, or in quarantine. */
export const workTask = async (taskId: number, parts: TaskHandParts): Promise<TaskOutcome> => {
  const { storage, stages, leaseMs, now } = parts
  const { tasks } = storage
  const [lease] = await tasks.claimTasks({
    kinds: [...stages.keys()],
    taskIds: [taskId],
    limit: 1,
    leaseMs,
    now: now(),
  })
  if (lease === undefined) return { as: 'none' }
  const lost = new AbortController()
  const renewal = setInterval(() => {
    tasks.renewTasks([lease], leaseMs, now()).then(
      (gone) => gone.length > 0 && lost.abort(new ScanError('LEASE_LOST', `Task ${taskId} was taken away.`)),
      () => undefined,
    )
  }, leaseMs / 3)
  renewal.unref()
  try {
    const end = await endOf(lease, parts, lost.signal)
    const [took] = await tasks.endTasks([end], now())
    if (took !== true) return { as: 'none' }
    if (end.outcome === 'done') return { as: 'done' }
    return end.outcome === 'release' ? { as: 'released' } : { as: 'failed', message: end.error }
  } finally {
    clearInterval(renewal)
  }
}

const endOf = async (lease: TaskLease, parts: TaskHandParts, lost: AbortSignal): Promise<TaskEnd> => {
  const { stages, maxAttempts, now, random, backoff, signal } = parts
  if (lease.attempts > maxAttempts)
    return { lease, outcome: 'quarantine', error: `It ended its workers ${maxAttempts} times.` }
  const stage = stages.get(lease.kind)
  // Another version is for a worker that was configured with it.
  if (stage === undefined || stage.version !== lease.version) return { lease, outcome: 'release' }
  try {
    const task = await taskOfLease(lease, parts)
    if (task === undefined) return { lease, outcome: 'release' }
    return { lease, outcome: 'done', value: await withinTime(stage, task, parts, lost) }
  } catch (error) {
    if (signal.aborted) return { lease, outcome: 'release' }
    const message = error instanceof Error ? error.message : String(error)
    const forGood = ScanError.is(error) && !error.retryable
    if (forGood || lease.attempts >= maxAttempts) return { lease, outcome: 'quarantine', error: message }
    return { lease, outcome: 'retry', error: message, notBefore: now() + backoffMs(lease.attempts, backoff, random) }
  }
}

const taskOfLease = async (lease: TaskLease, { storage, locate }: TaskHandParts): Promise<DeferredTask | undefined> => {
  if (lease.subjectType !== 'track')
    throw new ScanError('INTERNAL', `Tasks of kind ${lease.kind} are about tracks, not about a ${lease.subjectType}.`)
  const { items } = await storage.reader.tracks({ ids: [lease.subjectId], limit: 1 })
  const [track] = items
  const file = track === undefined ? undefined : locate(track)
  return track === undefined || file === undefined ? undefined : { track, file, attempts: lease.attempts }
}

/** A stage that does not heed the signal is left behind when its time is over. */
const withinTime = async (
  stage: DeferredStage,
  task: DeferredTask,
  { timeLimitMs, signal }: TaskHandParts,
  lost: AbortSignal,
): Promise<string | null> => {
  const limit = new AbortController()
  const timer = setTimeout(
    () => limit.abort(new Error(`It took more than ${timeLimitMs} ms (timeLimitMs).`)),
    timeLimitMs,
  )
  const any = AbortSignal.any([signal, lost, limit.signal])
  const aborted = Promise.withResolvers<never>()
  const onAbort = (): void => aborted.reject(any.reason)
  any.addEventListener('abort', onAbort, { once: true })
  try {
    any.throwIfAborted()
    return await Promise.race([stage.work(task, any), aborted.promise])
  } finally {
    clearTimeout(timer)
    any.removeEventListener('abort', onAbort)
  }
}
