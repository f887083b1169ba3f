/** How often something may be done. */
export interface Rate {
  /** Times within each `perMs`. */
  readonly limit: number
  /** Milliseconds. */
  readonly perMs: number
}

/** Keeps everybody who shares it under a rate, by name: a service's API allows so many requests whoever sends them. While its server is away, each
 * process keeps the rate for itself. */
export interface RateLimit {
  readonly specVersion: 'v1'
  readonly name: string
  /**
   * Takes one turn of `key` if there is one now.
   * @returns 0 when the turn is taken, else the milliseconds (at least 1) after which to ask again; asking early is refused again and costs nothing.
   */
  take(key: string, rate: Rate): Promise<number>
  /** Closes what it opened; idempotent. */
  close(): Promise<void>
}
