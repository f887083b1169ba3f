import { setTimeout as sleep } from 'node:timers/promises'
import type { Queue as BullQueue, IQueueBackend } from 'bullmq'
import { ScanError } from '../../core/errors.ts'
import type { ConsumeOptions, Consumer, Job, JobHandler, QueueFinding } from '../../core/ports/queue.ts'
import { BullConsumer, type BullData } from './bull-consumer.ts'
import type { BullEngine } from './bull-engine.ts'
import { reach, within } from './reach.ts'

/** Lower ones go first. */
const priorities = { high: 0, normal: 1, low: 2 }
const addedAtOnce = 500
const shortestPauseMs = 20
const longestPauseMs = 250
const closeMs = 2000

type JobQueue = BullQueue<BullData, void, string, BullData, void, string, IQueueBackend, unknown>

/** The channels of an open queue. */
export class BullChannels {
  readonly #engine: BullEngine
  readonly #lockMs: number
  readonly #queues = new Map<string, Promise<JobQueue>>()
  readonly #consumers = new Set<BullConsumer>()
  readonly #closed = new AbortController()

  constructor(engine: BullEngine, lockMs: number) {
    this.#engine = engine
    this.#lockMs = lockMs
  }

  async publish(channel: string, jobs: readonly Job[]): Promise<void> {
    for (let at = 0; at < jobs.length; at += addedAtOnce) {
      const some = jobs.slice(at, at + addedAtOnce)
      await this.#call(channel, (queue) =>
        queue.addBulk(
          some.map(({ id, version, priority = 'normal' }) => ({
            name: 'job',
            data: { version },
            opts: { jobId: id, priority: priorities[priority] },
          })),
        ),
      )
    }
  }

  async consume(channel: string, handler: JobHandler, options: ConsumeOptions): Promise<Consumer> {
    const engine = this.#engine
    return reach(engine.place, async () => {
      await engine.reached()
      const consumer = new BullConsumer({ ...options, engine, channel, handler, lockMs: this.#lockMs })
      this.#consumers.add(consumer)
      const stop = async (): Promise<void> => {
        await consumer.stop()
        this.#consumers.delete(consumer)
      }
      try {
        await within(closeMs, consumer.ready())
      } catch (error) {
        void stop()
        throw error
      }
      return { setConcurrency: (most) => consumer.setConcurrency(most), stop }
    })
  }

  async size(channel: string): Promise<number> {
    return this.#call(channel, (queue) => queue.getJobCountByTypes('wait', 'prioritized', 'active'))
  }

  async waitForRoom(channel: string, limit: number, signal?: AbortSignal): Promise<void> {
    const until = signal === undefined ? this.#closed.signal : AbortSignal.any([signal, this.#closed.signal])
    for (let pause = shortestPauseMs; ; pause = Math.min(pause * 1.5, longestPauseMs)) {
      until.throwIfAborted()
      if ((await this.size(channel)) < limit) return
      await sleep(pause, undefined, { signal: until }).catch(() => undefined)
    }
  }

  async check(): Promise<readonly QueueFinding[]> {
    return reach(this.#engine.place, async () => {
      await this.#engine.reached()
      return this.#engine.check()
    })
  }

  async close(): Promise<void> {
    this.#closed.abort(new ScanError('CLOSED', 'The queue was closed.'))
    await Promise.all([...this.#consumers].map((consumer) => consumer.stop()))
    const closed = [...this.#queues.values()].map(async (queue) => (await queue).close())
    await within(closeMs, Promise.allSettled(closed)).catch(() => undefined)
    await within(closeMs, this.#engine.close()).catch(() => undefined)
  }

  async #call<T>(channel: string, call: (queue: JobQueue) => Promise<T>): Promise<T> {
    return reach(this.#engine.place, async () => {
      await this.#engine.reached()
      return call(await this.#queue(channel))
    })
  }

  #queue(channel: string): Promise<JobQueue> {
    let queue = this.#queues.get(channel)
    if (queue === undefined) {
      queue = this.#makeQueue(channel)
      this.#queues.set(channel, queue)
      // One that could not get ready never will: the next call makes another one.
      queue.catch(() => this.#queues.delete(channel))
    }
    return queue
  }

  async #makeQueue(channel: string): Promise<JobQueue> {
    const { bull, backend, connection, prefix } = this.#engine
    const queue: JobQueue = new bull.Queue(
      channel,
      {
        connection,
        prefix,
        skipVersionCheck: true,
        // Nobody reads them.
        streams: { events: { maxLen: 100 } },
        defaultJobOptions: { attempts: 1, removeOnComplete: true, removeOnFail: true },
      },
      backend,
    )
    // Told by the call that failed; without a listener it would end the process.
    queue.on('error', () => undefined)
    await queue.waitUntilReady()
    return queue
  }
}
