import { Redis } from 'ioredis'
import { describe, expect, it, type TestContext } from 'vitest'
import type { RedisClient } from '../../../src/adapters/redis/redis-client.ts'
import type { BusChannel, Cache, EventBus } from '../../../src/index.ts'
import { type RedisOptions, redisCache, redisEventBus, redisRateLimit } from '../../../src/redis.ts'
import { type FaultProxy, faultProxy } from '../../../src/testing.ts'
import { canStart } from '../../support/not-run.ts'
import { startRedis } from '../../support/private-servers.ts'
import { dropKeys, newPrefix } from '../../support/redis-keys.ts'
import { redisUrl } from '../../support/redis-url.ts'

const url = (await redisUrl()) ?? ''

const troubles: Readonly<Record<string, (proxy: FaultProxy) => unknown>> = {
  'is cut off': (proxy) => proxy.cut(),
  'takes everything and answers nothing': (proxy) => proxy.stall(),
}

const connections: Readonly<Record<string, (url: string, test: TestContext) => RedisOptions>> = {
  'a connection of its own': (at) => ({ url: at }),
  // As hosts have them: commands wait for the server, and repeat themselves.
  'the host’s connection': (at, { onTestFinished }) => {
    const client = new Redis(at)
    client.on('error', () => undefined)
    onTestFinished(() => client.disconnect())
    return { connection: client as unknown as RedisClient }
  },
}

const cases = Object.keys(connections).flatMap((connection) =>
  Object.keys(troubles).map((trouble) => [connection, trouble] as const),
)

const closer =
  ({ onTestFinished }: TestContext) =>
  <Port extends { close(): Promise<void> }>(port: Port): Port => {
    onTestFinished(() => port.close())
    return port
  }

/** Redis behind a proxy. Tests that run at the same time must end their own things: `onTestFinished` is that of the test. */
const start = async (connection: string, test: TestContext) => {
  const { onTestFinished } = test
  const prefix = newPrefix()
  const proxy = await faultProxy(url)
  onTestFinished(async () => {
    await proxy.close()
    await dropKeys(url, prefix)
  })
  const options = { prefix, ...connections[connection]?.(proxy.url, test) } as RedisOptions
  const direct = { url, prefix }
  return { proxy, options, direct, closed: closer(test) }
}

const timed = async <T>(work: () => Promise<T>): Promise<{ readonly value: T; readonly ms: number }> => {
  const begun = performance.now()
  return { value: await work(), ms: performance.now() - begun }
}

const entry = { key: 'a', value: '1', ttlMs: 60_000 }
const rate = { limit: 2, perMs: 60_000 }
const back = { timeout: 15_000, interval: 100 }

const kept = async (cache: Cache): Promise<readonly unknown[]> => {
  await cache.set([entry])
  return cache.get(['a'])
}

const arrives = async (bus: EventBus, channel: BusChannel, n: number, told: readonly unknown[]): Promise<boolean> => {
  await bus.publish(channel, [{ type: 'test', n }])
  return told.includes(n)
}

describe.skipIf(url === '').concurrent('while Redis is away', () => {
  it.for(cases)('a cache over %s knows nothing: Redis %s', async ([connection, trouble], test) => {
    const { expect } = test
    const { proxy, options, closed } = await start(connection, test)
    const cache = closed(redisCache(options))
    await cache.set([entry])
    expect(await cache.get(['a', 'b'])).toEqual(['1', undefined])
    await troubles[trouble]?.(proxy)
    const first = await timed(() => cache.get(['a', 'b']))
    expect(first.value).toEqual([undefined, undefined])
    expect(first.ms).toBeLessThan(6000)
    const next = await timed(async () => {
      await cache.set([{ ...entry, value: '2' }])
      await cache.delete(['a'])
      return cache.get(['a'])
    })
    expect(next.value).toEqual([undefined])
    expect(next.ms).toBeLessThan(500)
    await proxy.mend()
    await expect.poll(() => kept(cache), back).toEqual(['1'])
  })

  it.for(cases)('a limit over %s is kept by the process alone: Redis %s', async ([connection, trouble], test) => {
    const { expect } = test
    const { proxy, options, direct, closed } = await start(connection, test)
    const limit = closed(redisRateLimit(options))
    expect(await limit.take('before', rate)).toBe(0)
    await troubles[trouble]?.(proxy)
    const { value, ms } = await timed(() => Promise.all([1, 2, 3, 4].map(() => limit.take('away', rate))))
    expect(value.filter((wait) => wait === 0)).toHaveLength(rate.limit)
    expect(ms).toBeLessThan(6000)
    await proxy.mend()
    const other = closed(redisRateLimit(direct))
    let round = 0
    // Shared again when turns that another process took are missing here.
    const isShared = async (): Promise<boolean> => {
      const key = `back-${round++}`
      for (let turn = 0; turn < rate.limit; turn++) await other.take(key, rate)
      return (await limit.take(key, rate)) > 0
    }
    await expect.poll(isShared, back).toBe(true)
    expect(await limit.take('before', rate)).toBe(0)
    expect(await limit.take('before', rate)).toBeGreaterThan(0)
  })

  it.for(cases)('a bus over %s drops messages, and is heard again: Redis %s', async ([connection, trouble], test) => {
    const { expect } = test
    const { proxy, options, direct, closed } = await start(connection, test)
    const bus = closed(redisEventBus(options))
    const other = closed(redisEventBus(direct))
    const here: unknown[] = []
    const there: unknown[] = []
    const stop = await bus.subscribe('progress', () => undefined)
    await bus.subscribe('progress', ({ n }) => here.push(n))
    await other.subscribe('progress', ({ n }) => there.push(n))
    await bus.publish('progress', [{ type: 'test', n: 1 }])
    await expect.poll(() => [here, there]).toEqual([[1], [1]])
    await troubles[trouble]?.(proxy)
    const { ms } = await timed(async () => {
      for (let n = 0; n < 50; n++) await bus.publish('notifications', [{ type: 'test', n: 2 }])
      await stop()
    })
    expect(ms).toBeLessThan(1500)
    await proxy.mend()
    await expect.poll(() => arrives(bus, 'progress', 3, there), back).toBe(true)
    await expect.poll(() => arrives(other, 'progress', 4, here), back).toBe(true)
  })

  it('they begin without it, and find it when it is there', async (test) => {
    const { expect } = test
    const { proxy, options, closed } = await start('a connection of its own', test)
    await proxy.cut()
    const cache = closed(redisCache(options))
    const limit = closed(redisRateLimit(options))
    const bus = closed(redisEventBus(options))
    expect(await cache.get(['a'])).toEqual([undefined])
    await cache.set([entry])
    expect(await limit.take('a', rate)).toBe(0)
    await bus.publish('progress', [{ type: 'test' }])
    await expect(bus.subscribe('progress', () => undefined)).rejects.toMatchObject({ code: 'QUEUE_UNAVAILABLE' })
    await proxy.mend()
    await expect.poll(() => kept(cache), back).toEqual(['1'])
    const told: unknown[] = []
    await expect.poll(() => bus.subscribe('progress', (message) => told.push(message)), back).toBeTypeOf('function')
    await bus.publish('progress', [{ type: 'test' }])
    await expect.poll(() => told).toEqual([{ type: 'test' }])
  })

  it('they close within seconds', async (test) => {
    const { expect } = test
    const { proxy, options } = await start('a connection of its own', test)
    const [cache, limit, bus] = [redisCache(options), redisRateLimit(options), redisEventBus(options)]
    await Promise.all([cache.get(['a']), limit.take('a', rate), bus.subscribe('progress', () => undefined)])
    proxy.stall()
    const { ms } = await timed(() => Promise.all([cache.close(), limit.close(), bus.close()]))
    expect(ms).toBeLessThan(6000)
  })
})

describe('a mistake', () => {
  it('is told of, and not taken for a server that is away', async () => {
    const wrong = { url: 'http://localhost' }
    const mistake = { code: 'CONFIG_INVALID' }
    await expect(redisCache(wrong).get(['a'])).rejects.toMatchObject(mistake)
    await expect(redisRateLimit(wrong).take('a', rate)).rejects.toMatchObject(mistake)
    await expect(redisEventBus(wrong).publish('progress', [{ type: 'test' }])).rejects.toMatchObject(mistake)
  })
})

describe.skipIf(!canStart('redis'))('when Redis is started again', () => {
  it('the bus listens as before', async (test) => {
    const closed = closer(test)
    const server = await startRedis()
    test.onTestFinished(() => server.remove())
    const bus = closed(redisEventBus({ url: server.url }))
    const other = closed(redisEventBus({ url: server.url, prefix: 'soniquebay' }))
    const told: unknown[] = []
    await bus.subscribe('notifications', ({ n }) => told.push(n))
    await server.kill()
    await server.start()
    await expect.poll(() => arrives(other, 'notifications', 1, told), back).toBe(true)
  })
})

describe.skipIf(url === '')('for servers in other languages', () => {
  it('messages are JSON on channels of their own, both ways', async (test) => {
    const prefix = newPrefix()
    const bus = closer(test)(redisEventBus({ url, prefix }))
    const [listening, sending] = [new Redis(url), new Redis(url)]
    test.onTestFinished(() => {
      listening.disconnect()
      sending.disconnect()
    })
    const heard: unknown[] = []
    listening.on('message', (channel, text) => heard.push([channel, text]))
    await listening.subscribe(`${prefix}:progress`)
    const told: unknown[] = []
    await bus.subscribe('progress', (message) => told.push(message))
    await bus.publish('progress', [{ type: 'a', n: 1 }])
    for (const text of ['no JSON', '[]', '"text"', 'null', '{}', '{"type":1}', '{"type":"b"}'])
      await sending.publish(`${prefix}:progress`, text)
    await expect.poll(() => told).toEqual([{ type: 'a', n: 1 }, { type: 'b' }])
    expect(heard[0]).toEqual([`${prefix}:progress`, '{"type":"a","n":1}'])
  })
})
