/** What a query is given. */
export interface PostgresQuery {
  /** The statement, with `$1`, `$2`, … for values. */
  readonly text: string
  /** The values. */
  readonly values?: readonly unknown[]
  /** How values come back, by the object id of their type. */
  readonly types?: {
    /** What makes a value of a type's text. */
    getTypeParser(oid: number, format?: string): (value: string) => unknown
  }
}

/** A connection of a pool, as `pg` 8 gives it. */
export interface PostgresClient {
  /** Runs a statement. */
  query(query: PostgresQuery): Promise<{ readonly rows: readonly unknown[]; readonly rowCount: number | null }>
  /** Gives the connection back; with an error it is closed instead. */
  release(error?: Error | boolean): void
  /** Hears of a connection that broke while nothing was asked of it. */
  on?(event: 'error', listener: (error: Error) => void): unknown
  /** Hears of it no more. */
  removeListener?(event: 'error', listener: (error: Error) => void): unknown
}

/** A pool of connections: a `Pool` of `pg` 8. */
export interface PostgresPool {
  /** A connection, which its user gives back. */
  connect(): Promise<PostgresClient>
  /** Closes all connections. */
  end(): Promise<void>
  /** Hears of each new connection. */
  on?(event: 'connect', listener: (client: PostgresClient) => void): unknown
  /** Hears of them no more. */
  removeListener?(event: 'connect', listener: (client: PostgresClient) => void): unknown
}
