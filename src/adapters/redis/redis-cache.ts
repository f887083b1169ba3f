import type { Cache } from '../../core/ports/cache.ts'
import type { RedisOptions } from './redis-connection.ts'
import { tagged, UseRedis } from './use-redis.ts'

/** Redis refuses times beyond its calendar, `Infinity` first of all. */
const longestMs = 1e12

/**
 * A cache that all processes share. Its keys are `{prefix}:cache:…`. While Redis is away it keeps nothing and knows nothing.
 *
 * @example
 * ```ts
 * import { redisCache } from '@soniquebay/scan/redis'
 *
 * const cache = redisCache({ url: 'redis://localhost:6379' })
 * await cache.set([{ key: 'answer', value: '42', ttlMs: 60_000 }])
 * ```
 */
export const redisCache = (options: RedisOptions): Cache => {
  const redis = new UseRedis(options)
  const keyOf = (prefix: string, key: string): string => tagged(prefix, 'cache', key)
  return {
    specVersion: 'v1',
    name: 'redis',
    async get(keys) {
      if (keys.length === 0) return []
      const values = await redis.attempt(({ client, prefix }) =>
        client.call('MGET', ...keys.map((key) => keyOf(prefix, key))),
      )
      return Array.isArray(values) ? values.map((value) => value ?? undefined) : keys.map(() => undefined)
    },
    async set(entries) {
      if (entries.length === 0) return
      await redis.attempt(({ client, prefix }) =>
        Promise.all(
          entries.map(({ key, value, ttlMs }) =>
            client.call('SET', keyOf(prefix, key), value, 'PX', Math.ceil(Math.min(Math.max(ttlMs, 1), longestMs))),
          ),
        ),
      )
    },
    async delete(keys) {
      if (keys.length === 0) return
      // What could not be deleted goes with its time.
      await redis.attempt(({ client, prefix }) => client.call('DEL', ...keys.map((key) => keyOf(prefix, key))))
    },
    close: () => redis.close(),
  }
}
