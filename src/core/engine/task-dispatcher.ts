import { setTimeout as sleep } from 'node:timers/promises'
import type { ChannelSettings } from '../channel-settings.ts'
import type { Queue } from '../ports/queue.ts'
import type { Storage } from '../ports/storage.ts'
import { taskJob } from './task-job.ts'

/** A channel of deferred work, and the kinds that go over it. */
export interface TaskChannel {
  readonly kinds: readonly string[]
  readonly settings: () => ChannelSettings
}

/** What a dispatcher is made of. */
export interface TaskDispatcherParts {
  readonly storage: Storage
  readonly queue: Queue
  readonly channels: ReadonlyMap<string, TaskChannel>
  /** Names this process among those that may dispatch. */
  readonly holder: string
  readonly now: () => number
  /** When a cron expression comes next after a moment (ms). */
  readonly nextTime: (schedule: string, after: number) => number
  /** Cron expression of the upkeep, and how long done tasks are kept. */
  readonly maintenance: { readonly schedule: string; readonly retentionMs: number }
  readonly signal: AbortSignal
  /** Storage or queue failed; the dispatcher goes on. */
  readonly onError: (error: unknown) => void
}

const leaseName = 'dispatch'
const leaseMs = 15_000
const restMs = 1000
const busyMs = 100
const purgedAtOnce = 1000

/**
 * Gives out due tasks, of all processes in one only. The queue holds a bounded backlog: what is due beyond it stays in the ledger. Dispatching twice does no harm: a queue takes an id
 * that waits only once, and a task is claimed only once.
 */
export const dispatchTasks = async (parts: TaskDispatcherParts): Promise<void> => {
  const { storage, holder, now, signal, onError, nextTime, maintenance, channels } = parts
  const times = new Map([...channels].map(([name]) => [name, 0]))
  let upkeepAt = nextTime(maintenance.schedule, now())
  while (!signal.aborted) {
    let busy = false
    try {
      if (await storage.crew.takeLease(leaseName, holder, leaseMs, now())) {
        for (const [name, channel] of channels) busy = (await dispatch(name, channel, times, parts)) || busy
        if (now() >= upkeepAt) {
          await upkeep(parts)
          upkeepAt = nextTime(maintenance.schedule, now())
        }
      }
    } catch (error) {
      if (!signal.aborted) onError(error)
    }
    await sleep(busy ? busyMs : restMs, undefined, { signal, ref: false }).catch(() => undefined)
  }
  await storage.crew.releaseLease(leaseName, holder).catch(() => undefined)
}

/** Whether more is due than the queue took. */
const dispatch = async (
  name: string,
  { kinds, settings }: TaskChannel,
  times: Map<string, number>,
  { storage, queue, now, nextTime }: TaskDispatcherParts,
): Promise<boolean> => {
  const { backlog, schedule } = settings()
  if (now() < (times.get(name) ?? 0)) return false
  const waiting = await queue.size(name)
  if (waiting > backlog / 2) return true
  const due = await storage.tasks.dueTasks(kinds, backlog, now())
  await queue.publish(name, due.map(taskJob))
  if (due.length === 0 && schedule !== null) times.set(name, nextTime(schedule, now()))
  return due.length > waiting
}

const upkeep = async ({ storage, now, maintenance, signal }: TaskDispatcherParts): Promise<void> => {
  for (let purged = purgedAtOnce; purged === purgedAtOnce && !signal.aborted; )
    purged = await storage.tasks.purgeTasks(now() - maintenance.retentionMs, purgedAtOnce)
}
