/** What travels over a queue: an id, never the work itself. */
export interface Job {
  /** Unit or task id, as text. */
  readonly id: string
  /** Format of the job; one that a consumer does not know is handed back. */
  readonly version: 1
}

/** What a queue can do, as data. */
export interface QueueCapabilities {
  /** Whether other processes consume what this one publishes. */
  readonly shared: boolean
}

/** Stops a consumer: no new jobs, waits for those in hand. */
export interface Consumer {
  /** Resolves when nothing is in hand any more. */
  stop(): Promise<void>
}

/**
 * At-least-once delivery of jobs on named channels. It may lose everything at any time, and nothing is lost: the ledger publishes again.
 */
export interface Queue {
  readonly specVersion: 'v1'
  readonly name: string
  readonly capabilities: QueueCapabilities
  /** Adds jobs to a channel; the same id may be delivered more than once. */
  publish(channel: string, jobs: readonly Job[]): Promise<void>
  /** Starts handling a channel's jobs, at most `concurrency` at once. A handler that rejects has its error reported by the caller, not by the queue. */
  consume(
    channel: string,
    handler: (job: Job) => Promise<void>,
    options: { readonly concurrency: number },
  ): Promise<Consumer>
  /** Jobs waiting or in hand. */
  size(channel: string): Promise<number>
  /** Resolves once fewer than `limit` jobs wait or are in hand: backpressure. */
  waitForRoom(channel: string, limit: number, signal?: AbortSignal): Promise<void>
  /** Stops all consumers and closes what the queue opened. */
  close(): Promise<void>
}
