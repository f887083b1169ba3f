/**
 * What is used of a client of `ioredis` 5 or 6 (`Redis`, also through Sentinel, or `Cluster`), typed by its shape so that hosts bring the copy they have.
 */
export interface RedisClient {
  /** `ready` while commands can be sent. */
  readonly status: string
  /** Sends any command. */
  call(command: string, ...args: (string | number | Buffer)[]): Promise<unknown>
  /** Hears of a connection fault. */
  on(event: 'error', listener: (error: Error) => void): unknown
  /** Hears of a message on a channel that it listens to. */
  on(event: 'message', listener: (channel: string, text: string) => void): unknown
  /** Hears that commands can be sent, or that the connection is ended for good. */
  on(event: 'ready' | 'end', listener: () => void): unknown
  /** Hears no more of faults. */
  off(event: 'error', listener: (error: Error) => void): unknown
  /** Hears no more of the state of the connection. */
  off(event: 'ready' | 'end', listener: () => void): unknown
  /** Listens to channels. */
  subscribe(...channels: string[]): Promise<unknown>
  /** Listens no more. */
  unsubscribe(...channels: string[]): Promise<unknown>
  /** Another connection to the same server. */
  duplicate(...options: unknown[]): RedisClient
  /** Ends the connection at once. */
  disconnect(): void
}
