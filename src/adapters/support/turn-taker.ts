import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import type { Rate, RateLimit } from '../../core/ports/rate-limit.ts'

/** Takes turns from limiters that are made for each rate. A refused turn costs nothing: periods begin with the first turn and end by the clock, however often is asked. */
export const turnTaker = (make: (rate: Rate) => RateLimiterAbstract): RateLimit['take'] => {
  const limiters = new Map<string, RateLimiterAbstract>()
  return async (key, rate) => {
    const name = `${rate.limit}/${rate.perMs}`
    const limiter = limiters.get(name) ?? make(rate)
    limiters.set(name, limiter)
    try {
      await limiter.consume(`${name}:${key}`)
      return 0
    } catch (refusal) {
      if (refusal instanceof RateLimiterRes) return Math.max(1, Math.ceil(refusal.msBeforeNext))
      throw refusal
    }
  }
}

/** Takes turns within this process. */
export const takeAlone = (): RateLimit['take'] =>
  turnTaker(({ limit, perMs }) => new RateLimiterMemory({ points: limit, duration: perMs / 1000 }))
