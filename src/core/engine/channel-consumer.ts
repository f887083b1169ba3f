import { setTimeout as sleep } from 'node:timers/promises'
import type { ChannelSettings } from '../channel-settings.ts'
import type { Consumer, Job, Queue } from '../ports/queue.ts'
import type { RateLimit } from '../ports/rate-limit.ts'
import { Slots } from './slots.ts'

/** What a consumer of a channel is made of. */
export interface ChannelConsumerParts {
  readonly queue: Queue
  readonly channel: string
  readonly settings: ChannelSettings
  readonly rateLimit: RateLimit
  /** Aborted when jobs in hand must be let go. */
  readonly signal: AbortSignal
  /** Does one job; its own errors are its own business. */
  readonly handle: (job: Job) => Promise<void>
}

/** Takes the jobs of one channel, within its concurrency and rate, which can be changed while it runs. */
export class ChannelConsumer {
  readonly channel: string
  readonly #parts: ChannelConsumerParts
  readonly #slots: Slots
  #settings: ChannelSettings
  #consumer: Consumer | undefined
  #stopped = false
  #jobs = 0
  #atWork = 0

  constructor(parts: ChannelConsumerParts) {
    this.channel = parts.channel
    this.#parts = parts
    this.#settings = parts.settings
    this.#slots = new Slots(() => this.#settings.concurrency)
  }

  get settings(): ChannelSettings {
    return this.#settings
  }

  /** Jobs that it has ended. */
  get jobs(): number {
    return this.#jobs
  }

  get atWork(): number {
    return this.#atWork
  }

  async start(): Promise<void> {
    const { queue, channel } = this.#parts
    this.#consumer = await queue.consume(channel, (job) => this.#slots.within(() => this.#work(job)), {
      concurrency: this.#taken(),
    })
    // Stopped while the queue's server was waited for.
    if (this.#stopped) await this.#consumer.stop()
  }

  adjust(settings: Partial<ChannelSettings>): void {
    this.#settings = { ...this.#settings, ...settings }
    this.#consumer?.setConcurrency(this.#taken())
  }

  async stop(): Promise<void> {
    this.#stopped = true
    await this.#consumer?.stop()
  }

  #taken(): number {
    return this.#settings.concurrency + this.#settings.prefetch
  }

  async #work(job: Job): Promise<void> {
    // What was only prefetched goes back by being left alone: the ledger publishes it again.
    if (this.#stopped || !(await this.#turn())) return
    this.#atWork++
    try {
      await this.#parts.handle(job)
    } finally {
      this.#atWork--
      this.#jobs++
    }
  }

  /** Waits for a turn under the rate; `false` when the consumer stopped meanwhile. */
  async #turn(): Promise<boolean> {
    const { rateLimit, channel, signal } = this.#parts
    for (;;) {
      const { rate } = this.#settings
      const wait = rate === null ? 0 : await rateLimit.take(`segment:${channel}`, rate)
      if (wait === 0) return true
      await sleep(Math.min(wait, 1000), undefined, { signal }).catch(() => undefined)
      if (this.#stopped || signal.aborted) return false
    }
  }
}
