import { within } from '../support/reach.ts'
import type { PostgresClient, PostgresPool } from './pool.ts'
import { type Ear, QueueListener } from './queue-listener.ts'

interface Result {
  // biome-ignore lint/suspicious/noExplicitAny: BullMQ says what its own rows are.
  readonly rows: any[]
  readonly rowCount: number | null
}

interface Session {
  query(text: string, values?: readonly unknown[]): Promise<Result>
}

/** A pool as BullMQ wants one: in a schema, and with one connection that listens for all queues. */
export class QueuePool {
  readonly #pool: PostgresPool
  readonly #schema: string
  readonly #ours: boolean
  readonly #listener: QueueListener
  readonly #inSchema = new WeakSet<PostgresClient>()

  constructor(
    pool: PostgresPool,
    schema: string,
    /** Sessions of a host's pool are left as they were. */
    ours: boolean,
  ) {
    this.#pool = pool
    this.#schema = schema
    this.#ours = ours
    this.#listener = new QueueListener(pool)
  }

  /** Runs a statement in the schema. */
  async query(text: string, values: readonly unknown[] = []): Promise<Result> {
    return this.session(async (session, client) => {
      if (this.#ours) {
        if (!this.#inSchema.has(client)) await session.query(`SET search_path TO "${this.#schema}"`)
        this.#inSchema.add(client)
        return session.query(text, values)
      }
      await session.query(`BEGIN; SET LOCAL search_path TO "${this.#schema}"`)
      const result = await session.query(text, values)
      await session.query('COMMIT')
      return result
    })
  }

  /** Gives a connection for a while; one that failed is rolled back, or closed. */
  async session<T>(work: (session: Session, client: PostgresClient) => Promise<T>): Promise<T> {
    const client = await this.#pool.connect()
    // Told by the statement that fails; without a listener it would end the process.
    const onError = (): void => undefined
    client.on?.('error', onError)
    let broken: Error | undefined
    try {
      return await work({ query: (text, values) => ask(client, text, values) }, client)
    } catch (error) {
      broken = await rollback(client)
      throw error
    } finally {
      client.removeListener?.('error', onError)
      client.release(broken)
    }
  }

  /** What BullMQ takes for a connection of its own, to listen on and to look at the schema. */
  async connect(): Promise<Ear & Session> {
    const query = async (text: string, values?: readonly unknown[]): Promise<Result> => {
      if (!text.includes('LISTEN bullmq_jobs')) return this.query(text, values)
      await this.#listener.open()
      return { rows: [], rowCount: 0 }
    }
    return Object.assign(this.#listener.ear(), { query })
  }

  /** Errors of idle connections are the business of who made the pool. */
  on(): this {
    return this
  }

  removeAllListeners(): this {
    return this
  }

  async end(): Promise<void> {
    await this.#listener.close()
  }
}

/** A network that swallows everything would hold the connection for a quarter of an hour. */
const answerMs = 8000
const rollbackMs = 1000

const ask = async (client: PostgresClient, text: string, values: readonly unknown[] = []): Promise<Result> =>
  (await within(answerMs, client.query(values.length === 0 ? { text } : { text, values }))) as Result

/** What is wrong with a connection that cannot even do this. */
const rollback = (client: PostgresClient): Promise<Error | undefined> =>
  within(rollbackMs, client.query({ text: 'ROLLBACK' })).then(
    () => undefined,
    (error: Error) => error,
  )
