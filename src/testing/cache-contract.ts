import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Cache } from '../core/ports/cache.ts'
import { type PortCases, type PortContractOptions, portSuite } from './port-suite.ts'

const minute = 60_000

const cases: PortCases<Cache> = {
  'gives values in the order of the keys, and undefined for what it does not keep': async (cache) => {
    await cache.set([
      { key: 'a', value: 'one', ttlMs: minute },
      { key: 'b', value: '', ttlMs: minute },
    ])
    assert.deepEqual(await cache.get(['b', 'none', 'a', 'b']), ['', undefined, 'one', ''])
    assert.deepEqual(await cache.get([]), [])
  },
  'keeps any text as it is': async (cache) => {
    const value = 'naïve \u0000 {"a":1} 🎵\n'
    const key = 'key with spaces: and {braces} é'
    await cache.set([{ key, value, ttlMs: minute }])
    assert.deepEqual(await cache.get([key]), [value])
  },
  'replaces a value, and takes the last of a key given twice': async (cache) => {
    await cache.set([{ key: 'a', value: 'old', ttlMs: minute }])
    await cache.set([
      { key: 'a', value: 'new', ttlMs: minute },
      { key: 'a', value: 'newest', ttlMs: minute },
    ])
    assert.deepEqual(await cache.get(['a']), ['newest'])
  },
  'forgets a value after its time, and not before': async (cache) => {
    await cache.set([
      { key: 'short', value: 's', ttlMs: 80 },
      { key: 'long', value: 'l', ttlMs: minute },
    ])
    assert.deepEqual(await cache.get(['short', 'long']), ['s', 'l'])
    await sleep(200)
    assert.deepEqual(await cache.get(['short', 'long']), [undefined, 'l'])
  },
  'begins the time anew with a new value': async (cache) => {
    await cache.set([{ key: 'a', value: 'old', ttlMs: 100 }])
    await cache.set([{ key: 'a', value: 'new', ttlMs: minute }])
    await sleep(200)
    assert.deepEqual(await cache.get(['a']), ['new'])
  },
  'takes any time, long, short or without end': async (cache) => {
    const times = { long: Number.MAX_SAFE_INTEGER, odd: 60_000.5, endless: Number.POSITIVE_INFINITY }
    await cache.set(Object.entries(times).map(([key, ttlMs]) => ({ key, value: key, ttlMs })))
    assert.deepEqual(await cache.get(Object.keys(times)), Object.keys(times))
    await cache.set([{ key: 'long', value: 'none', ttlMs: 0 }])
    await sleep(50)
    assert.deepEqual(await cache.get(['long']), [undefined])
    await cache.set([])
  },
  'forgets what it is told to, and passes over what it does not know': async (cache) => {
    await cache.set([
      { key: 'a', value: '1', ttlMs: minute },
      { key: 'b', value: '2', ttlMs: minute },
    ])
    await cache.delete(['a', 'unknown'])
    await cache.delete([])
    assert.deepEqual(await cache.get(['a', 'b']), [undefined, '2'])
  },
  'shows another process what is kept': async (cache, other) => {
    if (other === null) return
    await cache.set([{ key: 'a', value: '1', ttlMs: minute }])
    assert.deepEqual(await other.get(['a']), ['1'])
    await other.delete(['a'])
    assert.deepEqual(await cache.get(['a']), [undefined])
  },
  'can be closed twice': async (cache) => {
    await cache.set([{ key: 'a', value: '1', ttlMs: minute }])
    await cache.close()
    await cache.close()
  },
}

/**
 * The contract of a {@link Cache} as a test suite for any runner with `describe` and `it`.
 *
 * @example
 * ```ts
 * import { describe, it } from 'node:test'
 * import { memoryCache } from '@soniquebay/scan'
 * import { cacheContract } from '@soniquebay/scan/testing'
 *
 * cacheContract({ describe, it, create: async () => ({ port: memoryCache() }) })
 * ```
 */
export const cacheContract = (options: PortContractOptions<Cache>): void => portSuite('cache', cases, options)
