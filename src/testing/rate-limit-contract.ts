import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Rate, RateLimit } from '../core/ports/rate-limit.ts'
import { type PortCases, type PortContractOptions, portSuite } from './port-suite.ts'

const rate: Rate = { limit: 3, perMs: 1000 }

const takeAll = (limit: RateLimit, key: string, times: number): Promise<number[]> =>
  Promise.all(Array.from({ length: times }, () => limit.take(key, rate)))

const granted = (waits: readonly number[]): number => waits.filter((wait) => wait === 0).length

const cases: PortCases<RateLimit> = {
  'grants as many turns as the rate says, and then none': async (limit) => {
    const waits = await takeAll(limit, 'a', 10)
    assert.equal(granted(waits), rate.limit)
  },
  'says how long to wait: a millisecond at least, the period at most': async (limit) => {
    const waits = (await takeAll(limit, 'a', 6)).filter((wait) => wait !== 0)
    for (const wait of waits) assert.ok(wait >= 1 && wait <= rate.perMs, `${wait} ms`)
  },
  'grants again after the wait, whatever was refused meanwhile': async (limit) => {
    const waits = await takeAll(limit, 'a', 20)
    for (let asked = 0; asked < 5; asked++) {
      assert.notEqual(await limit.take('a', rate), 0)
      await sleep(20)
    }
    await sleep(Math.min(Math.max(...waits), rate.perMs) + 50)
    assert.equal(granted(await takeAll(limit, 'a', 10)), rate.limit)
  },
  'counts each key for itself': async (limit) => {
    await takeAll(limit, 'a', 5)
    assert.equal(granted(await takeAll(limit, 'b', 5)), rate.limit)
  },
  'keeps a rate over several periods': async (limit) => {
    let turns = 0
    const until = performance.now() + 2.5 * rate.perMs
    while (performance.now() < until) {
      const wait = await limit.take('a', rate)
      if (wait === 0) turns++
      else await sleep(Math.min(wait, 50))
    }
    assert.ok(turns >= 2 * rate.limit && turns <= 4 * rate.limit, `${turns} turns in 2.5 periods of ${rate.limit}`)
  },
  'keeps periods of less than a second': async (limit) => {
    const short = { limit: 2, perMs: 200 }
    for (let period = 0; period < 3; period++) {
      const waits = [await limit.take('a', short), await limit.take('a', short), await limit.take('a', short)]
      // Where it took longer than a period there may be more.
      assert.ok(granted(waits) >= short.limit, `granted ${granted(waits)} of ${short.limit}`)
      await sleep(short.perMs + 50)
    }
  },
  'keeps periods of no whole seconds': async (limit) => {
    const odd = { limit: 1, perMs: 1500 }
    const begun = performance.now()
    assert.equal(await limit.take('a', odd), 0)
    await sleep(1100)
    const wait = await limit.take('a', odd)
    if (performance.now() - begun < odd.perMs) assert.notEqual(wait, 0)
    assert.ok(wait <= odd.perMs, `${wait} ms`)
    await sleep(wait + 50)
    if (wait !== 0) assert.equal(await limit.take('a', odd), 0)
  },
  'keeps everybody together under the rate': async (limit, other) => {
    if (other === null) return
    const waits = await Promise.all([takeAll(limit, 'a', 5), takeAll(other, 'a', 5)])
    assert.equal(granted(waits.flat()), rate.limit)
  },
  'can be closed twice': async (limit) => {
    await limit.take('a', rate)
    await limit.close()
    await limit.close()
  },
}

/**
 * The contract of a {@link RateLimit} as a test suite for any runner with `describe` and `it`. It takes some seconds.
 *
 * @example
 * ```ts
 * import { describe, it } from 'node:test'
 * import { memoryRateLimit } from '@soniquebay/scan'
 * import { rateLimitContract } from '@soniquebay/scan/testing'
 *
 * rateLimitContract({ describe, it, create: async () => ({ port: memoryRateLimit() }) })
 * ```
 */
export const rateLimitContract = (options: PortContractOptions<RateLimit>): void =>
  portSuite('rate limit', cases, options)
