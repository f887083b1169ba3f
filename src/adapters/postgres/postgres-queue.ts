import { ScanError } from '../../core/errors.ts'
import type { Queue, QueueFinding } from '../../core/ports/queue.ts'
import { type Bull, type BullEngine, loadBull } from '../support/bull-engine.ts'
import { bullQueue } from '../support/bull-queue.ts'
import { within } from '../support/reach.ts'
import { openPool } from './open-pool.ts'
import type { PostgresPool } from './pool.ts'
import { openError } from './postgres-error.ts'
import { QueuePool } from './queue-pool.ts'

/** Where the jobs are. */
export type PostgresQueueOptions = (
  | {
      /** `postgres://user:password@host:port/database`; what it leaves out comes from the environment (`PGHOST`, `PGPASSWORD`, …). Needs the package `pg` 8. */
      readonly connectionString: string
      /** Connections at most, one of which listens for new jobs: two or more. Default 5. */
      readonly maxConnections?: number
    }
  | {
      /** A `Pool` of `pg` 8 of the host, which is not closed. One of its connections listens for new jobs. */
      readonly pool: PostgresPool
    }
) & {
  /** The schema that holds the jobs, made when it is not there: letters, digits, `_` and `$`. Default `soniquebay_queue`. */
  readonly schema?: string
  /** Milliseconds after which a job goes to another consumer whose own gave no sign of life: a whole number, 100 or more. Default 10,000. */
  readonly lockMs?: number
}

const openMs = 9000
const closeMs = 500
const oldest = 130_000

/**
 * A queue in Postgres 13 or later, by the package `bullmq` 6: for processes that have a database in common and no Redis.
 *
 * @throws ScanError `CONFIG_INVALID` for a `lockMs` that cannot be meant.
 *
 * @example
 * ```ts
 * import { createScanner } from '@soniquebay/scan'
 * import { postgresQueue, postgresStorage } from '@soniquebay/scan/postgres'
 *
 * const connectionString = 'postgres://music@localhost/music'
 * const queue = postgresQueue({ connectionString })
 * const scanner = await createScanner({ roots: ['/music'], storage: postgresStorage({ connectionString }), queue })
 * ```
 */
export const postgresQueue = (options: PostgresQueueOptions): Queue =>
  bullQueue({ name: 'postgres', connect: () => connect(options), lockMs: options.lockMs })

const connect = async (options: PostgresQueueOptions): Promise<BullEngine> => {
  const { schema = 'soniquebay_queue' } = options
  const bull = await loadBull('bullmq pg', 'A queue in Postgres')
  checkName(bull, schema)
  const { pool, place, close } = await openPool(
    'pool' in options ? options : { ...options, maxConnections: Math.max(options.maxConnections ?? 5, 2) },
  )
  const queuePool = new QueuePool(pool, schema, !('pool' in options))
  try {
    await within(openMs, migrate(bull, queuePool, schema))
  } catch (error) {
    await queuePool.end()
    await within(closeMs, close()).catch(() => undefined)
    const { message, cause } = openError(error, place)
    throw new ScanError('QUEUE_UNAVAILABLE', message, { cause, retryable: true })
  }
  return {
    bull,
    place: `Postgres (${place})`,
    connection: queuePool,
    prefix: '',
    backend: (name, queueOptions) => {
      const Connection = inSchema(bull, schema)
      return new bull.PostgresQueueBackend(new Connection(queuePool), name, queueOptions as never)
    },
    // A pool connects by itself, within its own time limit.
    reached: async () => undefined,
    check: () => check(queuePool),
    async close() {
      await queuePool.end()
      await close()
    },
  }
}

/** BullMQ takes no schema for a pool that it did not make. */
const inSchema = (bull: Bull, name: string): Bull['PostgresConnection'] =>
  class extends bull.PostgresConnection {
    override readonly schema = name
  }

const checkName = (bull: Bull, schema: string): void => {
  try {
    bull.quoteSchemaName(schema)
  } catch (cause) {
    throw new ScanError('CONFIG_INVALID', `The schema ${schema} of the queue must be letters, digits, _ and $.`, {
      cause,
    })
  }
}

const migrate = async (bull: Bull, pool: QueuePool, schema: string): Promise<void> => {
  const version = await bull.assertSchemaCompatibility(pool, schema).catch((error: unknown) => {
    if (error instanceof bull.SchemaMigrationRequiredError) return 0
    throw error
  })
  if (version >= bull.LATEST_SCHEMA_VERSION) return
  await pool.session((session) => bull.runMigrations(session, schema))
}

const check = async (pool: QueuePool): Promise<QueueFinding[]> => {
  const { rows } = await pool.query('SELECT version() AS text, current_setting($1)::int AS number', [
    'server_version_num',
  ])
  const { text = '', number = 0 }: { text?: string; number?: number } = rows[0] ?? {}
  const version = text.split(' ').slice(0, 2).join(' ')
  return [
    Number(number) >= oldest
      ? { level: 'ok', message: `The queue is in ${version}.` }
      : { level: 'error', message: `The queue is in ${version}: upgrade the server to Postgres 13 or later.` },
  ]
}
