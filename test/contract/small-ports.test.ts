import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import {
  type BusChannel,
  type Cache,
  type EventBus,
  memoryCache,
  memoryEventBus,
  memoryRateLimit,
  type RateLimit,
} from '../../src/index.ts'
import { redisCache, redisEventBus, redisRateLimit } from '../../src/redis.ts'
import { cacheContract, eventBusContract, type PortContractOptions, rateLimitContract } from '../../src/testing.ts'
import { dropKeys, newPrefix } from '../support/redis-keys.ts'
import { redisUrl } from '../support/redis-url.ts'

const url = (await redisUrl()) ?? ''

describe('in memory', () => {
  cacheContract({ describe, it, create: async () => ({ port: memoryCache() }) })
  rateLimitContract({ describe, it, create: async () => ({ port: memoryRateLimit() }) })
  eventBusContract({ describe, it, create: async () => ({ port: memoryEventBus() }) })

  it('a cache keeps no more than it is told to, and what was asked for last', async () => {
    const cache = memoryCache({ maxEntries: 2 })
    const entry = (key: string) => ({ key, value: key, ttlMs: 60_000 })
    await cache.set([entry('a'), entry('b')])
    await cache.get(['a'])
    await cache.set([entry('c')])
    expect(await cache.get(['a', 'b', 'c'])).toEqual(['a', undefined, 'c'])
  })
})

describe.skipIf(url === '')('in Redis', () => {
  const over =
    <Port>(make: (options: { readonly url: string; readonly prefix: string }) => Port) =>
    async () => {
      const options = { url, prefix: newPrefix() }
      return { port: make(options), connect: () => make(options), dispose: () => dropKeys(url, options.prefix) }
    }
  cacheContract({ describe, it, create: over(redisCache) })
  rateLimitContract({ describe, it, create: over(redisRateLimit) })
  eventBusContract({ describe, it, create: over(redisEventBus) })
})

type BusListener = Parameters<EventBus['subscribe']>[1]

/** Names of the cases that a port fails, without a test runner. */
const failuresOf = async <Port>(
  contract: (options: PortContractOptions<Port>) => void,
  create: () => { readonly port: Port; readonly connect?: () => Port },
): Promise<readonly string[]> => {
  const cases: { readonly name: string; readonly body: () => Promise<void> }[] = []
  contract({
    describe: (_name, body) => body(),
    it: (name, body) => cases.push({ name, body }),
    create: async () => create(),
  })
  const failed: string[] = []
  await Promise.all(cases.map(({ name, body }) => body().catch(() => failed.push(name))))
  return failed
}

const caches: Readonly<Record<string, (inner: Cache) => Partial<Cache>>> = {
  'it gives values in another order': (inner) => ({ get: async (keys) => (await inner.get(keys)).toReversed() }),
  'it cuts texts at NUL': (inner) => ({
    set: (entries) => inner.set(entries.map((entry) => ({ ...entry, value: entry.value.split('\0')[0] ?? '' }))),
  }),
  'it keeps the first of a key': (inner) => ({ set: (entries) => inner.set(entries.toReversed()) }),
  'it never forgets': (inner) => ({ set: (entries) => inner.set(entries.map((entry) => ({ ...entry, ttlMs: 1e9 }))) }),
  'it forgets at once': () => ({ set: async () => undefined }),
  'it refuses times without end': (inner) => ({
    set: async (entries) => (entries.some(({ ttlMs }) => ttlMs > 1e12) ? undefined : inner.set(entries)),
  }),
  'it takes no time for one without end': (inner) => ({
    set: (entries) => inner.set(entries.map((entry) => ({ ...entry, ttlMs: entry.ttlMs || 1e9 }))),
  }),
  'it deletes nothing': () => ({ delete: async () => undefined }),
  'it deletes everything': (inner) => ({ delete: () => inner.close() }),
}

const limits: Readonly<Record<string, (inner: RateLimit) => Partial<RateLimit>>> = {
  'it grants every turn': () => ({ take: async () => 0 }),
  'it grants none': () => ({ take: async () => 500 }),
  'it has one count for all keys': (inner) => ({ take: (_key, rate) => inner.take('one', rate) }),
  'it grants one turn too many': (inner) => ({
    take: (key, { limit, perMs }) => inner.take(key, { limit: limit + 1, perMs }),
  }),
  'it says to wait for nothing': (inner) => ({
    take: async (key, rate) => ((await inner.take(key, rate)) === 0 ? 0 : 0.1),
  }),
  'it cuts periods to whole seconds': (inner) => ({
    take: (key, { limit, perMs }) => inner.take(key, { limit, perMs: Math.floor(perMs / 1000) * 1000 || perMs }),
  }),
  'its periods have a second at least': (inner) => ({
    take: (key, { limit, perMs }) => inner.take(key, { limit, perMs: Math.max(1000, perMs) }),
  }),
  'it never grants again': (inner) => ({ take: (key, { limit }) => inner.take(key, { limit, perMs: 100_000 }) }),
}

/** Subscribes once for all listeners of a channel. */
const together = (
  subscribe: (channel: BusChannel, listeners: ReadonlySet<BusListener>) => Promise<unknown>,
): EventBus['subscribe'] => {
  const byChannel = new Map<BusChannel, Set<BusListener>>()
  return async (channel, listener) => {
    const listeners = byChannel.get(channel) ?? new Set()
    listeners.add(listener)
    if (!byChannel.has(channel)) await subscribe(channel, listeners)
    byChannel.set(channel, listeners)
    return async () => void listeners.delete(listener)
  }
}

const buses: Readonly<Record<string, (inner: EventBus) => Partial<EventBus>>> = {
  'it loses messages': (inner) => ({ publish: (channel, some) => inner.publish(channel, some.slice(1)) }),
  'it turns their order': (inner) => ({ publish: (channel, some) => inner.publish(channel, some.toReversed()) }),
  'it tells all channels': (inner) => ({
    publish: async (_channel, some) => {
      await inner.publish('progress', some)
      await inner.publish('notifications', some)
    },
  }),
  'it tells twice': (inner) => ({ publish: (channel, some) => inner.publish(channel, [...some, ...some]) }),
  'it never stops telling': (inner) => ({
    subscribe: async (channel, listener) => {
      await inner.subscribe(channel, listener)
      return async () => undefined
    },
  }),
  'it passes on no text but ASCII': (inner) => ({
    publish: (channel, some) =>
      inner.publish(
        channel,
        some.map((told) => JSON.parse(JSON.stringify(told).replace(/[^\x20-\x7e]/g, '?'))),
      ),
  }),
  'one that throws keeps others from hearing': (inner) => ({
    subscribe: together((channel, listeners) =>
      inner.subscribe(channel, (told) => {
        for (const listener of listeners) listener(told)
      }),
    ),
  }),
  'it overtakes itself': (inner) => {
    let published = 0
    return {
      publish: async (channel, some) => {
        await sleep(published++ % 2 === 0 ? 30 : 0)
        await inner.publish(channel, some)
      },
    }
  },
  'it tells when it is closed': () => ({ close: async () => undefined }),
  'it rejects what nobody hears': () => ({ publish: () => Promise.reject(new Error('nobody')) }),
}

describe.concurrent('the contracts of small ports fail when', () => {
  it.each(Object.entries(caches))('a cache: %s', async (_name, mistake) => {
    const create = () => {
      const inner = memoryCache()
      return { port: { ...inner, ...mistake(inner) } }
    }
    expect(await failuresOf(cacheContract, create)).not.toEqual([])
  })
  it.each(Object.entries(limits))('a rate limit: %s', async (_name, mistake) => {
    const create = () => {
      const inner = memoryRateLimit()
      return { port: { ...inner, ...mistake(inner) } }
    }
    expect(await failuresOf(rateLimitContract, create)).not.toEqual([])
  })
  it.each(Object.entries(buses))('an event bus: %s', async (_name, mistake) => {
    const create = () => {
      const inner = memoryEventBus()
      return { port: { ...inner, ...mistake(inner) }, connect: () => inner }
    }
    expect(await failuresOf(eventBusContract, create)).not.toEqual([])
  })
  it('and only then', async () => {
    const create = () => {
      const inner = memoryEventBus()
      return { port: { ...inner }, connect: () => inner }
    }
    expect(await failuresOf(eventBusContract, create)).toEqual([])
  })
  it.each([
    ['cache', cacheContract, memoryCache],
    ['rate limit', rateLimitContract, memoryRateLimit],
    ['event bus', eventBusContract, memoryEventBus],
  ] as const)('processes share no %s', async (_name, contract, make) => {
    const create = () => ({ port: make(), connect: () => make() })
    expect(await failuresOf(contract as never, create as never)).toHaveLength(1)
  })
})
