import { RateLimiterRedis } from 'rate-limiter-flexible'
import type { Rate, RateLimit } from '../../core/ports/rate-limit.ts'
import { takeAlone, turnTaker } from '../support/turn-taker.ts'
import type { OpenRedis, RedisOptions } from './redis-connection.ts'
import { tagged, UseRedis } from './use-redis.ts'

/** Counts a turn; the count goes when the period that its first turn began is over. The library's own script knows whole seconds, and no end for less than one. */
const countTurn = `
local taken = redis.call('INCRBY', KEYS[1], ARGV[1])
local left = redis.call('PTTL', KEYS[1])
if left < 0 then
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
  left = tonumber(ARGV[2])
end
return {taken, left}`

/**
 * A rate limit that all processes share. While Redis is away each process keeps the rate for itself.
 *
 * @example
 * ```ts
 * import { redisRateLimit } from '@soniquebay/scan/redis'
 *
 * const rateLimit = redisRateLimit({ url: 'redis://localhost:6379' })
 * const waitMs = await rateLimit.take('musicbrainz', { limit: 1, perMs: 1000 })
 * ```
 */
export const redisRateLimit = (options: RedisOptions): RateLimit => {
  const redis = new UseRedis(options)
  let shared: RateLimit['take'] | undefined
  const alone = takeAlone()
  return {
    specVersion: 'v1',
    name: 'redis',
    async take(key, rate) {
      const wait = await redis.attempt((open) => {
        shared ??= turnTaker((of) => limiterOf(open, of))
        return shared(key, rate)
      })
      return wait ?? alone(key, rate)
    },
    close: () => redis.close(),
  }
}

const limiterOf = ({ client, prefix }: OpenRedis, { limit, perMs }: Rate): RateLimiterRedis =>
  new RateLimiterRedis({
    // Not the client itself: the limiter would define a command on it, which may be the host's.
    storeClient: {
      rlflxIncr: ([key = '', points = '']: readonly string[]) =>
        client.call('EVAL', countTurn, 1, key, points, Math.ceil(perMs)),
    },
    keyPrefix: tagged(prefix, 'rate'),
    points: limit,
    // Only has to be a second at least, for the limiter to count by script.
    duration: Math.max(1, perMs / 1000),
  })
