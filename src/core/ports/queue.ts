/** Which jobs of a channel go first. */
export type JobPriority = 'high' | 'normal' | 'low'

/** What travels over a queue: an id, never the work itself. */
export interface Job {
  /** Names the unit or task in the ledger: letters, digits, `-` and `.`, at least one letter. */
  readonly id: string
  /** Format of the job. A consumer that does not know it hands the job back by leaving the ledger alone. */
  readonly version: number
  /** Default `normal`. */
  readonly priority?: JobPriority
}

/** What a queue can do, as data. */
export interface QueueCapabilities {
  /** Whether other processes consume what this one publishes. */
  readonly shared: boolean
}

/** Handles one job. Whether it resolves or rejects, the job is acknowledged then; what is still owed is published again by the ledger. */
export type JobHandler = (job: Job) => Promise<void>

/** How a channel is consumed. */
export interface ConsumeOptions {
  /** Jobs handled at once by this consumer. */
  readonly concurrency: number
  /** Told, in a sentence, of what keeps the consumer from taking jobs; it goes on trying by itself. */
  readonly onTrouble?: (message: string) => void
}

/** Takes jobs of one channel until it is stopped. */
export interface Consumer {
  /** Changes how many jobs are handled at once; those in hand are finished. */
  setConcurrency(concurrency: number): void
  /** Takes no more jobs; resolves when nothing is in hand any more. */
  stop(): Promise<void>
}

/** One thing that `doctor` looked at. */
export interface QueueFinding {
  readonly level: 'ok' | 'warning' | 'error'
  /** One sentence: what was found and, unless it is `ok`, what to do. */
  readonly message: string
}

/**
 * At-least-once delivery of jobs on named channels. It may lose everything at any time, and nothing is lost: the ledger publishes again.
 *
 * - A job is acknowledged after its handler ended. One whose consumer died before is delivered again, to any consumer of the channel, or lost.
 * - A job that waits is not added again by publishing its id again; one that is in hand may be. After it is acknowledged its id can be published again.
 * - Jobs of higher priority go first; among equals, about in the order in which they were published.
 * - While the server is away, calls reject with a retryable `ScanError` `QUEUE_UNAVAILABLE` within seconds, and consumers go on by themselves when it is back. The process
 *   neither exits nor spins.
 */
export interface Queue {
  readonly specVersion: 'v1'
  readonly name: string
  readonly capabilities: QueueCapabilities
  /** Connects; idempotent, called by the scanner. Rejects with `QUEUE_UNAVAILABLE` in one sentence, within 10 s, when the server cannot be used; `PEER_MISSING` without its package. */
  open(): Promise<void>
  /** Adds jobs to a channel (letters, digits, `-`). */
  publish(channel: string, jobs: readonly Job[]): Promise<void>
  /** Starts handling a channel's jobs. */
  consume(channel: string, handler: JobHandler, options: ConsumeOptions): Promise<Consumer>
  /** Jobs waiting or in hand. */
  size(channel: string): Promise<number>
  /** Resolves once fewer than `limit` jobs wait or are in hand: backpressure. Rejects with the signal's reason. */
  waitForRoom(channel: string, limit: number, signal?: AbortSignal): Promise<void>
  /** What `doctor` prints: versions and settings that would lose jobs. */
  check(): Promise<readonly QueueFinding[]>
  /** Stops all consumers and closes what the queue opened; idempotent. */
  close(): Promise<void>
}
