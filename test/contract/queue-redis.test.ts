import { describe, it } from 'vitest'
import type { Queue } from '../../src/core/ports/queue.ts'
import { redisQueue } from '../../src/redis.ts'
import { queueContract } from '../../src/testing/queue-contract/queue-contract.ts'
import { type FaultProxy, faultProxy } from '../../src/testing.ts'
import { dropKeys, newPrefix } from '../support/redis-keys.ts'
import { redisUrl } from '../support/redis-url.ts'

const url = (await redisUrl()) ?? ''

describe.skipIf(url === '')('queue in Redis', () => {
  queueContract({
    describe,
    it,
    create: async () => {
      const prefix = newPrefix()
      const proxies = new Map<Queue, FaultProxy>()
      return {
        queue: redisQueue({ url, prefix, lockMs: 1000 }),
        async connect() {
          const proxy = await faultProxy(url)
          const queue = redisQueue({ url: proxy.url, prefix, lockMs: 1000 })
          proxies.set(queue, proxy)
          return queue
        },
        abandon: (queue) => proxies.get(queue)?.cut(),
        async dispose() {
          for (const proxy of proxies.values()) await proxy.cut()
          await dropKeys(url, prefix)
        },
      }
    },
  })
})
