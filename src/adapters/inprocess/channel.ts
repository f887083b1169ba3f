import PQueue from 'p-queue'
import { ScanError } from '../../core/errors.ts'
import type { Consumer, Job, JobHandler } from '../../core/ports/queue.ts'

interface Hand {
  readonly handler: JobHandler
  readonly inHand: Set<Promise<void>>
  concurrency: number
  stopped: boolean
}

const priorities = { high: 1, normal: 0, low: -1 }

/** The jobs of one channel, in one p-queue, and who takes them. */
export class Channel {
  readonly #queue = new PQueue({ concurrency: 1, autoStart: false })
  readonly #waiting = new Set<string>()
  readonly #hands = new Set<Hand>()
  readonly #closed = new AbortController()

  /** Jobs that wait or are in hand. */
  get size(): number {
    return this.#queue.size + this.#queue.pending
  }

  add(job: Job): void {
    if (this.#waiting.has(job.id)) return
    this.#waiting.add(job.id)
    void this.#queue.add(() => this.#run(job), { priority: priorities[job.priority ?? 'normal'] })
  }

  consume(handler: JobHandler, concurrency: number): Consumer {
    const hand: Hand = { handler, concurrency, inHand: new Set(), stopped: false }
    this.#hands.add(hand)
    this.#makeRoom()
    return {
      setConcurrency: (most) => {
        hand.concurrency = most
        this.#makeRoom()
      },
      stop: () => this.#stop(hand),
    }
  }

  async waitForRoom(limit: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted()
    if (this.size < limit) return
    const room = Promise.withResolvers<void>()
    const look = (): void => {
      if (this.size < limit) room.resolve()
    }
    const giveUp = (): void => room.reject(signal?.reason)
    const onClosed = (): void => room.reject(this.#closed.signal.reason)
    this.#queue.addEventListener('next', look)
    signal?.addEventListener('abort', giveUp)
    this.#closed.signal.addEventListener('abort', onClosed)
    try {
      await room.promise
    } finally {
      this.#queue.removeEventListener('next', look)
      signal?.removeEventListener('abort', giveUp)
      this.#closed.signal.removeEventListener('abort', onClosed)
    }
  }

  async close(): Promise<void> {
    this.#closed.abort(new ScanError('CLOSED', 'The queue was closed.'))
    await Promise.all([...this.#hands].map((hand) => this.#stop(hand)))
  }

  async #run(job: Job): Promise<void> {
    this.#waiting.delete(job.id)
    const hand = [...this.#hands].find(hasRoom)
    if (hand === undefined) return
    // The handler reports its own errors; one that escapes must not end the process.
    const work = (async () => hand.handler(job))().catch(() => undefined)
    hand.inHand.add(work)
    await work
    hand.inHand.delete(work)
    this.#makeRoom()
  }

  async #stop(hand: Hand): Promise<void> {
    hand.stopped = true
    this.#makeRoom()
    await Promise.all(hand.inHand)
    this.#hands.delete(hand)
  }

  /** p-queue starts a job exactly when some hand has room for it: hands that hold more than they may, or were stopped, count with what they hold. */
  #makeRoom(): void {
    let room = 0
    for (const hand of this.#hands) room += hasRoom(hand) ? hand.concurrency : hand.inHand.size
    if (room === 0) {
      this.#queue.pause()
      return
    }
    this.#queue.concurrency = room
    this.#queue.start()
  }
}

const hasRoom = ({ stopped, inHand, concurrency }: Hand): boolean => !stopped && inHand.size < concurrency
