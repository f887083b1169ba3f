import { setTimeout as sleep } from 'node:timers/promises'
import type { ChannelSettings } from '../channel-settings.ts'
import { ScanError } from '../errors.ts'
import type { ScanEvent } from '../events.ts'
import type { WorkerBeat } from '../model/worker.ts'
import type { Job, Queue } from '../ports/queue.ts'
import type { RateLimit } from '../ports/rate-limit.ts'
import type { Storage } from '../ports/storage.ts'
import type { Work } from '../work.ts'
import { ChannelConsumer } from './channel-consumer.ts'

/** How the jobs of one segment are done. Resolves with whether this process should leave the channel to others for a moment. */
export type HandleJob = (job: Job) => Promise<{ readonly rest: boolean }>

/** What work is made of. */
export interface WorkRunParts {
  readonly storage: Storage
  readonly queue: Queue
  readonly rateLimit: RateLimit
  readonly segments: ReadonlyMap<string, { readonly settings: ChannelSettings; readonly handle: HandleJob }>
  /** Concurrency follows the backlog between these; absent: it is what the settings say. */
  readonly scale?: { readonly min: number; readonly max: number } | undefined
  /** Runs beside the jobs until the signal is aborted. */
  readonly dispatch: (signal: AbortSignal) => Promise<void>
  /** Who this is. */
  readonly worker: Pick<WorkerBeat, 'workerId' | 'host' | 'pid'>
  readonly now: () => number
  readonly notify: (event: ScanEvent) => void
  /** Aborted when jobs in hand must be let go. */
  readonly letGo: AbortController
  /** Closes what was opened for the work. */
  readonly close: () => Promise<void>
}

const beatMs = 5000
const scaleMs = 1000
/** A job that this process cannot do goes to others only if it does not take it again at once. */
const restMs = 2000

/** The work of one process: a consumer for each segment, a dispatcher for due tasks, and a sign of life. */
export class WorkRun implements Work {
  readonly done: Promise<void>
  readonly #parts: WorkRunParts
  readonly #stopping = new AbortController()
  readonly #consumers: ReadonlyMap<string, ChannelConsumer>
  #stopped: Promise<void> | undefined

  constructor(parts: WorkRunParts) {
    this.#parts = parts
    this.#consumers = new Map(
      [...parts.segments].map(([channel, { settings, handle }]) => [
        channel,
        new ChannelConsumer({
          ...{ queue: parts.queue, channel, settings, rateLimit: parts.rateLimit, signal: parts.letGo.signal },
          handle: (job) => this.#handle(channel, job, handle),
        }),
      ]),
    )
    this.done = this.#run()
  }

  adjust(segment: string, settings: Partial<ChannelSettings>): void {
    const consumer = this.#consumers.get(segment)
    if (consumer === undefined)
      throw new ScanError(
        'USAGE',
        `This process does not work on ${segment}. It works on: ${[...this.#consumers.keys()].join(', ')}.`,
      )
    consumer.adjust(settings)
  }

  stop({ graceMs = 25_000 }: { readonly graceMs?: number } = {}): Promise<void> {
    this.#stopped ??= this.#stop(graceMs)
    return this.#stopped
  }

  async #stop(graceMs: number): Promise<void> {
    this.#stopping.abort()
    const timer = setTimeout(() => this.#parts.letGo.abort(new ScanError('CLOSED', 'The worker stopped.')), graceMs)
    await this.done
    clearTimeout(timer)
  }

  async #run(): Promise<void> {
    const { storage, worker, dispatch, close } = this.#parts
    const { signal } = this.#stopping
    const startedAt = this.#parts.now()
    const beat = (): Promise<void> =>
      storage.crew.beat({ ...worker, startedAt, ...this.#load() }, this.#parts.now()).catch(() => undefined)
    const dispatching = dispatch(signal).catch((error: unknown) => this.#failed('dispatch', '', error))
    await Promise.all(
      [...this.#consumers].map(([channel, consumer]) =>
        consumer.start().catch((error: unknown) => this.#failed(channel, '', error)),
      ),
    )
    // Holds the process, which has nothing else to do.
    const timer = setInterval(beat, beatMs)
    const scaling = setInterval(() => void this.#scale().catch(() => undefined), scaleMs)
    await beat()
    await aborted(signal)
    clearInterval(scaling)
    await Promise.all([...this.#consumers.values()].map((consumer) => consumer.stop().catch(() => undefined)))
    await dispatching
    clearInterval(timer)
    await storage.crew.leave(worker.workerId).catch(() => undefined)
    await close()
  }

  #load(): Pick<WorkerBeat, 'segments' | 'jobs' | 'atWork'> {
    const all = [...this.#consumers.values()]
    const sum = (of: (consumer: ChannelConsumer) => number): number =>
      all.reduce((total, consumer) => total + of(consumer), 0)
    return { segments: [...this.#consumers.keys()], jobs: sum(({ jobs }) => jobs), atWork: sum(({ atWork }) => atWork) }
  }

  async #handle(channel: string, job: Job, handle: HandleJob): Promise<void> {
    try {
      const { rest } = await handle(job)
      if (rest) await sleep(restMs, undefined, { signal: this.#stopping.signal, ref: false }).catch(() => undefined)
    } catch (error) {
      this.#failed(channel, job.id, error)
    }
  }

  /** One more where jobs wait, one less where none does. */
  async #scale(): Promise<void> {
    const { scale, queue } = this.#parts
    if (scale === undefined) return
    for (const [channel, consumer] of this.#consumers) {
      const waiting = (await queue.size(channel)) - consumer.atWork
      const { concurrency } = consumer.settings
      const wanted = concurrency + (waiting > concurrency ? 1 : waiting <= 0 && consumer.atWork < concurrency ? -1 : 0)
      const next = Math.min(scale.max, Math.max(scale.min, wanted))
      if (next !== concurrency) consumer.adjust({ concurrency: next })
    }
  }

  #failed(segment: string, job: string, error: unknown): void {
    const message = error instanceof Error ? error.message : String(error)
    this.#parts.notify({ type: 'job-failed', segment, job, message })
  }
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
