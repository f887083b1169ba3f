import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Consumer, Job, Queue } from '../../core/ports/queue.ts'
import { Hands } from './hands.ts'
import type { QueueUnderTest } from './suite.ts'

/** Long enough for a queue to do what it must not do. */
const whileMs = 250

/** A job of the format that all cases use. */
export const jobOf = (id: string): Job => ({ id, version: 1 })

/** Jobs `<name>-1`, `<name>-2`, …, each of which has a letter. */
export const jobsOf = (name: string, count: number): Job[] =>
  Array.from({ length: count }, (_, number) => jobOf(`${name}-${number + 1}`))

/** A queue on the bench: shorthand for what most cases do first. Whatever hands still hold is let go in the end. */
export class QueueLab {
  readonly queue: Queue
  readonly #under: QueueUnderTest
  readonly #patienceMs: number
  readonly #others: Queue[] = []
  readonly #hands: Hands[] = []

  constructor(under: QueueUnderTest, patienceMs: number) {
    this.queue = under.queue
    this.#under = under
    this.#patienceMs = patienceMs
  }

  /** A queue of another process, open; `null` where there cannot be one. */
  async connectAnother(): Promise<Queue | null> {
    const { connect } = this.#under
    if (!this.queue.capabilities.shared) return null
    assert.ok(connect !== undefined, 'the suite needs `connect` for a queue that is shared')
    const other = await connect()
    this.#others.push(other)
    await other.open()
    return other
  }

  /** What a queue becomes when its process dies; `null` where that cannot be tested. */
  get abandon(): ((queue: Queue) => Promise<void>) | null {
    const { abandon } = this.#under
    return abandon === undefined ? null : async (queue) => abandon(queue)
  }

  /** Consumes a channel with hands that hold each job, or let it go at once. */
  async consume(
    channel: string,
    { queue = this.queue, concurrency = 1, open = false } = {},
  ): Promise<{ readonly hands: Hands; readonly consumer: Consumer }> {
    const hands = new Hands(open)
    this.#hands.push(hands)
    return { hands, consumer: await queue.consume(channel, hands.handle, { concurrency }) }
  }

  /** Waits until something is so. */
  async until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
    const end = performance.now() + this.#patienceMs
    for (let pause = 1; !(await isSo()); pause = Math.min(pause * 2, 50)) {
      assert.ok(performance.now() < end, `waited in vain until ${what}`)
      await sleep(pause)
    }
  }

  /** Waits until nothing of a channel waits or is in hand any more. */
  async untilEmpty(channel: string): Promise<void> {
    await this.until('the channel is empty', async () => (await this.queue.size(channel)) === 0)
  }

  /** Waits a while, for what must not happen. */
  async aWhile(): Promise<void> {
    await sleep(whileMs)
  }

  /** Whether a promise is still pending after a while. */
  async isPending(promise: Promise<unknown>): Promise<boolean> {
    const ended = promise.then(
      () => false,
      () => false,
    )
    return Promise.race([ended, sleep(whileMs, true)])
  }

  /** Lets everything go and closes all queues. */
  async close(): Promise<void> {
    for (const hands of this.#hands) hands.letGo()
    await Promise.all([this.queue, ...this.#others].map((queue) => queue.close()))
  }
}
