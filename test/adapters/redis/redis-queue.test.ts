import { Redis } from 'ioredis'
import { describe, expect, it, onTestFinished } from 'vitest'
import { checkRedis } from '../../../src/adapters/redis/check-redis.ts'
import type { RedisClient } from '../../../src/adapters/redis/redis-client.ts'
import { redisQueue } from '../../../src/redis.ts'
import { faultProxy } from '../../../src/testing.ts'
import { dropKeys, newPrefix } from '../../support/redis-keys.ts'
import { redisUrl } from '../../support/redis-url.ts'

const url = (await redisUrl()) ?? ''

const infoOf = (version: string, policy: string): string =>
  `# Server\r\nredis_version:${version}\r\n# Memory\r\nmaxmemory_policy:${policy}\r\n`
const levelsOf = async (info: string): Promise<string[]> =>
  (await checkRedis({ call: async () => info }, 'Redis')).map(({ level }) => level)

describe('what doctor is told of Redis', () => {
  it.each([
    ['7.0.15', 'noeviction', ['ok', 'ok']],
    ['6.2.0', 'noeviction', ['ok', 'ok']],
    ['10.0.1', 'noeviction', ['ok', 'ok']],
    ['6.0.16', 'noeviction', ['error', 'ok']],
    ['5.0.14', 'noeviction', ['error', 'ok']],
    ['7.2.4', 'allkeys-lru', ['ok', 'error']],
    ['7.2.4', 'volatile-ttl', ['ok', 'error']],
  ])('of version %s and policy %s', async (version, policy, levels) => {
    expect(await levelsOf(infoOf(version, policy))).toEqual(levels)
  })

  it('is a warning where it may not be asked', async () => {
    const refusal = Object.assign(new Error("NOPERM this user has no permissions to run the 'info' command"), {
      name: 'ReplyError',
    })
    const [finding] = await checkRedis({ call: () => Promise.reject(refusal) }, 'Redis')
    expect(finding).toMatchObject({ level: 'warning', message: expect.stringContaining('NOPERM') })
  })
})

describe.skipIf(url === '')('the connection of a queue in Redis', () => {
  it('may be the host’s, which stays open and as it was', async () => {
    const prefix = newPrefix()
    onTestFinished(() => dropKeys(url, prefix))
    const connection = new Redis(url, { keyPrefix: `${prefix}-host:`, maxRetriesPerRequest: 3 })
    onTestFinished(() => connection.disconnect())
    const listeners = connection.listenerCount('error')
    const queue = redisQueue({ connection: connection as unknown as RedisClient, prefix })
    const taken: string[] = []
    await queue.consume('work', async ({ id }) => void taken.push(id), { concurrency: 2 })
    await queue.publish('work', [{ id: 'a', version: 1 }])
    await expect.poll(() => taken).toEqual(['a'])
    await queue.close()
    expect([connection.status, connection.options.maxRetriesPerRequest]).toEqual(['ready', 3])
    expect(connection.listenerCount('error')).toBe(listeners)
    expect(await connection.ping()).toBe('PONG')
  })

  it('is closed with it, whatever it had open', async () => {
    const prefix = newPrefix()
    const proxy = await faultProxy(url)
    onTestFinished(async () => {
      await proxy.cut()
      await dropKeys(url, prefix)
    })
    const queue = redisQueue({ url: proxy.url, prefix })
    for (const channel of ['a', 'b', 'c']) await queue.consume(channel, async () => undefined, { concurrency: 1 })
    expect(proxy.connections).toBeGreaterThanOrEqual(5)
    await queue.close()
    await expect.poll(() => proxy.connections).toBe(0)
  })

  it('holds keys of one hash tag only, for a cluster', async () => {
    const prefix = newPrefix()
    onTestFinished(() => dropKeys(url, prefix))
    const queue = redisQueue({ url, prefix })
    onTestFinished(() => queue.close())
    await queue.publish('a', [{ id: 'one', version: 1 }])
    await queue.publish('b', [{ id: 'two', version: 1, priority: 'high' }])
    const probe = new Redis(url)
    const keys = await probe.keys(`*${prefix}*`)
    probe.disconnect()
    expect(keys.length).toBeGreaterThan(3)
    expect(keys.filter((key) => !key.startsWith(`{${prefix}}:`))).toEqual([])
  })

  it('is refused with a sentence where the URL is none, or nothing listens', async () => {
    await expect(redisQueue({ url: 'http://localhost' }).open()).rejects.toMatchObject({ code: 'CONFIG_INVALID' })
    await expect(redisQueue({ url: 'redis://127.0.0.1:1' }).open()).rejects.toMatchObject({
      code: 'QUEUE_UNAVAILABLE',
      message: expect.stringMatching(/nothing listens there/),
    })
  })
})
