import { setTimeout as sleep } from 'node:timers/promises'
import type { BackendFactory, Job as BullJob, IQueueBackend, JobProgress, Worker } from 'bullmq'
import type { ConsumeOptions, Consumer, JobHandler } from '../../core/ports/queue.ts'
import type { Bull, BullEngine } from './bull-engine.ts'
import { unusable, within } from './reach.ts'

/** What travels with a job besides its id. */
export interface BullData {
  readonly version: number
}

/** What a consumer is made of. */
export interface BullConsumerParts extends ConsumeOptions {
  readonly engine: BullEngine
  readonly channel: string
  readonly handler: JobHandler
  /** Milliseconds after which a job goes to another consumer whose own gave no sign of life. */
  readonly lockMs: number
}

type JobWorker = Worker<BullData, void, string, IQueueBackend, JobProgress, unknown>

/** A pause after a call that failed: a server that answers with errors (loading, out of memory, a replica) would be asked in a loop without one. */
const restMs = 1000
/** How long the last acknowledgements are waited for at the end; without them jobs are delivered again. */
const graceMs = 3000
/** A job whose consumers die again and again is given up; the ledger, which counts attempts, publishes it again. */
const maxDeaths = 10

/** Takes jobs of one channel by a worker of BullMQ. */
export class BullConsumer implements Consumer {
  readonly #engine: BullEngine
  readonly #worker: JobWorker & { end(): Promise<void> }
  readonly #handler: JobHandler
  readonly #inHand = new Set<Promise<void>>()
  #stopping: Promise<void> | undefined

  constructor({ engine, channel, handler, concurrency, onTrouble, lockMs }: BullConsumerParts) {
    this.#engine = engine
    this.#handler = handler
    this.#worker = new (endable(engine.bull))(
      channel,
      (job, token) => this.#work(job, token),
      {
        connection: engine.connection,
        prefix: engine.prefix,
        concurrency: Math.max(concurrency, 1),
        lockDuration: lockMs,
        // The server takes whole milliseconds only.
        stalledInterval: Math.ceil(lockMs / 2),
        maxStalledCount: maxDeaths,
        runRetryDelay: restMs,
        skipVersionCheck: true,
      },
      restrained(engine.backend),
    )
    // The worker goes on by itself; without a listener an error would end the process.
    this.#worker.on('error', (error) => onTrouble?.(unusable(engine.place, error)))
  }

  /** Resolves once it takes jobs. */
  async ready(): Promise<void> {
    await this.#worker.waitUntilReady()
  }

  setConcurrency(concurrency: number): void {
    const more = concurrency > this.#worker.concurrency
    this.#worker.concurrency = Math.max(concurrency, 1)
    // The worker looks at it when a job ends, unless it is woken up.
    if (more && this.#inHand.size > 0 && this.#stopping === undefined) void this.#wake()
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#stop()
    return this.#stopping
  }

  async #wake(): Promise<void> {
    await this.#worker.pause(true)
    await this.#worker.resume()
  }

  async #stop(): Promise<void> {
    const closed = this.#worker.close().catch(() => undefined)
    while (this.#inHand.size > 0) await Promise.all(this.#inHand)
    // While the server is away the worker never hears that its connections are closed.
    await within(graceMs, closed).catch(() => this.#worker.end())
  }

  async #work(job: BullJob<BullData>, token: string | undefined): Promise<void> {
    if (this.#stopping !== undefined) {
      await job.moveToWait(token)
      throw new this.#engine.bull.WaitingError()
    }
    // The handler reports its own errors; a job that failed is as done as any other.
    const work = (async () => this.#handler({ id: job.id ?? '', version: job.data.version }))().catch(() => undefined)
    this.#inHand.add(work)
    await work
    this.#inHand.delete(work)
  }
}

/** Workers that can be ended without their server. */
const endable = (bull: Bull) =>
  class extends bull.Worker<BullData, void, string, IQueueBackend, JobProgress, unknown> {
    /** Without it the timer that renews locks would keep the process alive. */
    async end(): Promise<void> {
      await this.lockManager.close()
    }
  }

/** Backends that pause after a failed call for a job. */
const restrained =
  (factory: BackendFactory<IQueueBackend, unknown>): BackendFactory<IQueueBackend, unknown> =>
  (...args) => {
    const backend = factory(...args)
    const take = backend.moveToActive.bind(backend)
    backend.moveToActive = async (...request) => {
      try {
        return await take(...request)
      } catch (error) {
        await sleep(restMs)
        throw error
      }
    }
    return backend
  }
