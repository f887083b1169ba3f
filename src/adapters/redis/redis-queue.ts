import type { Queue } from '../../core/ports/queue.ts'
import { type BullEngine, loadBull } from '../support/bull-engine.ts'
import { bullQueue } from '../support/bull-queue.ts'
import { within } from '../support/reach.ts'
import { checkRedis } from './check-redis.ts'
import type { RedisClient } from './redis-client.ts'
import { openRedis, type RedisOptions } from './redis-connection.ts'
import { redisError } from './redis-error.ts'

/** Where the jobs are. */
export type RedisQueueOptions = RedisOptions & {
  /** Milliseconds after which a job goes to another consumer whose own gave no sign of life: a whole number, 100 or more. Default 10,000. */
  readonly lockMs?: number
}

const readyMs = 2500

/**
 * A queue in Redis 6.2 or later, by the packages `bullmq` 6 and `ioredis`: for many processes and machines. All keys have one hash tag, so that a Redis Cluster keeps them together.
 *
 * @throws ScanError `CONFIG_INVALID` for a `lockMs` that cannot be meant.
 *
 * @example
 * ```ts
 * import { createScanner } from '@soniquebay/scan'
 * import { postgresStorage } from '@soniquebay/scan/postgres'
 * import { redisQueue } from '@soniquebay/scan/redis'
 *
 * const storage = postgresStorage({ connectionString: 'postgres://music@localhost/music' })
 * const queue = redisQueue({ url: 'redis://localhost:6379' })
 * const scanner = await createScanner({ roots: ['/music'], storage, queue })
 * ```
 */
export const redisQueue = (options: RedisQueueOptions): Queue =>
  bullQueue({ name: 'redis', connect: () => connect(options), lockMs: options.lockMs })

const connect = async (options: RedisQueueOptions): Promise<BullEngine> => {
  const bull = await loadBull('bullmq ioredis', 'A queue in Redis')
  const { client, place, prefix, close } = await openRedis(options)
  const { working, disconnect } = workingConnection(client)
  const closeAll = async (): Promise<void> => {
    disconnect()
    await close()
  }
  try {
    await readiness(working)
  } catch (error) {
    await closeAll()
    throw redisError(error, place)
  }
  return {
    bull,
    place,
    connection: working,
    prefix: /\{.+\}/.test(prefix) ? prefix : `{${prefix}}`,
    backend: bull.createRedisBackend as BullEngine['backend'],
    reached: () => readiness(working),
    check: () => checkRedis(client, place),
    close: closeAll,
  }
}

/** For commands that wait for the server to come back, as BullMQ wants them. */
const settings = {
  lazyConnect: false,
  enableOfflineQueue: true,
  maxRetriesPerRequest: null,
  commandTimeout: undefined,
  // A network that swallows everything: longer than BullMQ waits for a job, shorter than TCP takes to notice.
  socketTimeout: 15_000,
  // BullMQ has a prefix of its own.
  keyPrefix: '',
  // For ever: servers come back.
  retryStrategy: (times: number) => Math.min(times * 100, 2000),
}

/** The connection that all queues and consumers share. BullMQ makes more of the same, one for each consumer, to wait for jobs on; all end together. */
const workingConnection = (client: RedisClient): { readonly working: RedisClient; readonly disconnect: () => void } => {
  const all = new Set<RedisClient>()
  const keep = (made: RedisClient): RedisClient => {
    all.add(made)
    // Told by the call that fails; without a listener it would end the process.
    made.on('error', () => undefined)
    made.on('end', () => all.delete(made))
    return made
  }
  const isCluster = 'isCluster' in client && client.isCluster === true
  const working = keep(isCluster ? client.duplicate([], { redisOptions: settings }) : client.duplicate(settings))
  const duplicate = working.duplicate.bind(working)
  working.duplicate = (...options) => keep(duplicate(...options))
  return {
    working,
    disconnect: () => {
      for (const made of all) made.disconnect()
    },
  }
}

/** Resolves once commands are answered. */
const readiness = async (client: RedisClient): Promise<void> => {
  if (client.status === 'ready') return
  const ready = Promise.withResolvers<void>()
  const onReady = (): void => ready.resolve()
  let last: Error | undefined
  const onError = (error: Error): void => {
    last = error
  }
  client.on('ready', onReady)
  client.on('error', onError)
  try {
    await within(readyMs, ready.promise)
  } catch (error) {
    throw last ?? error
  } finally {
    client.off('ready', onReady)
    client.off('error', onError)
  }
}
