import { setTimeout as sleep } from 'node:timers/promises'
import { Connection } from './connection.ts'
import type { PostgresClient, PostgresPool } from './pool.ts'
import { isConflict, storageError } from './postgres-error.ts'

/** Bounds of time, in milliseconds. */
export interface DatabaseTimeouts {
  /** A statement that takes longer is cancelled. */
  readonly statementMs: number
  /** Waiting for a lock of another transaction for longer fails. */
  readonly lockMs: number
}

const attempts = 5

/** The transactions of one schema over a pool. */
export class Database {
  readonly #pool: PostgresPool
  readonly #begin: string

  constructor(pool: PostgresPool, schema: string, { statementMs, lockMs }: DatabaseTimeouts) {
    this.#pool = pool
    // Compiling a query of ours takes longer than running it.
    this.#begin = `SET LOCAL search_path = ${quoted(schema)}, public; SET LOCAL statement_timeout = ${statementMs}; SET LOCAL lock_timeout = ${lockMs}; SET LOCAL jit = off`
  }

  /** Runs `work` in a transaction: everything or nothing is committed. It is run again when it lost against another one. */
  async transaction<T>(work: (db: Connection) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#within('BEGIN', work)
      } catch (error) {
        if (!isConflict(error) || attempt >= attempts) throw storageError(error)
        await sleep(Math.random() * 20 * 2 ** attempt)
      }
    }
  }

  /** Runs `work` on one snapshot of the database. */
  async snapshot<T>(work: (db: Connection) => Promise<T>): Promise<T> {
    try {
      return await this.#within('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY', work)
    } catch (error) {
      throw storageError(error)
    }
  }

  /** A connection of its own, outside of transactions, for as long as it is not released. */
  connect(): Promise<PostgresClient> {
    return this.#pool.connect()
  }

  async #within<T>(begin: string, work: (db: Connection) => Promise<T>): Promise<T> {
    const client = await this.#pool.connect()
    let broken: Error | undefined
    // Told twice, here and by the statement under way; unheard it would end the process.
    const onBreak = (error: Error): void => {
      broken = error
    }
    client.on?.('error', onBreak)
    try {
      await client.query({ text: `${begin}; ${this.#begin}` })
      const result = await work(new Connection(client))
      await client.query({ text: 'COMMIT' })
      return result
    } catch (error) {
      await client.query({ text: 'ROLLBACK' }).catch((cause: unknown) => {
        broken = cause instanceof Error ? cause : new Error(String(cause))
      })
      throw error
    } finally {
      client.removeListener?.('error', onBreak)
      client.release(broken)
    }
  }
}

/** An identifier for SQL. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`
