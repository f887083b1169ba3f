import { EventEmitter } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { within } from '../support/reach.ts'
import type { PostgresClient, PostgresPool } from './pool.ts'

/** A connection of `pg`, which also tells what was notified. */
type NotifyingClient = Pick<PostgresClient, 'query' | 'release'> & EventEmitter

const answerMs = 2000
const shortestPauseMs = 250
const longestPauseMs = 5000

/** What a queue takes for a connection that listens. */
export class Ear extends EventEmitter {
  readonly #drop: (ear: Ear) => void

  constructor(drop: (ear: Ear) => void) {
    super()
    this.#drop = drop
  }

  release(): void {
    this.#drop(this)
  }
}

/** One connection that hears of new jobs for all queues of this process, made again when it breaks. */
export class QueueListener {
  readonly #pool: PostgresPool
  readonly #ears = new Set<Ear>()
  readonly #closed = new AbortController()
  #up = Promise.withResolvers<void>()
  #kept: Promise<void> | undefined

  constructor(pool: PostgresPool) {
    this.#pool = pool
    this.#up.promise.catch(() => undefined)
  }

  ear(): Ear {
    const ear = new Ear((it) => this.#ears.delete(it))
    this.#ears.add(ear)
    return ear
  }

  /** Resolves while it hears; rejects after a while when the server is away. */
  async open(): Promise<void> {
    this.#kept ??= this.#keep()
    await within(answerMs, this.#up.promise)
  }

  async close(): Promise<void> {
    this.#closed.abort()
    this.#up.reject(new Error('the queue was closed'))
    await this.#kept
  }

  async #keep(): Promise<void> {
    const { signal } = this.#closed
    let pause = shortestPauseMs
    while (!signal.aborted) {
      try {
        const client = (await this.#pool.connect()) as unknown as NotifyingClient
        const lost = await this.#hear(client, () => {
          pause = shortestPauseMs
        })
        // Who waits asks again: what was notified meanwhile was not heard.
        for (const ear of [...this.#ears]) if (ear.listenerCount('error') > 0) ear.emit('error', lost)
      } catch {
        // The server is away.
      }
      await sleep(pause, undefined, { signal }).catch(() => undefined)
      pause = Math.min(pause * 2, longestPauseMs)
    }
  }

  /** Listens until the connection breaks or is no longer needed. */
  async #hear(client: NotifyingClient, onUp: () => void): Promise<Error> {
    const { signal } = this.#closed
    const end = Promise.withResolvers<void>()
    const onEnd = (): void => end.resolve()
    client.on('error', onEnd)
    client.on('end', onEnd)
    client.on('notification', (message) => {
      for (const ear of this.#ears) ear.emit('notification', message)
    })
    signal.addEventListener('abort', onEnd)
    try {
      await within(answerMs, client.query({ text: 'LISTEN bullmq_jobs' }))
      onUp()
      this.#up.resolve()
      if (!signal.aborted) await end.promise
      return new Error('the connection that listens was lost')
    } finally {
      if (!signal.aborted) this.#up = Promise.withResolvers<void>()
      this.#up.promise.catch(() => undefined)
      signal.removeEventListener('abort', onEnd)
      client.removeAllListeners('notification')
      // Closed, not given back: nobody else is to hear.
      client.release(true)
    }
  }
}
