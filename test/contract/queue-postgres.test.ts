import { randomUUID } from 'node:crypto'
import { describe, it } from 'vitest'
import type { Queue } from '../../src/core/ports/queue.ts'
import { postgresQueue } from '../../src/postgres.ts'
import { queueContract } from '../../src/testing/queue-contract/queue-contract.ts'
import { type FaultProxy, faultProxy } from '../../src/testing.ts'
import { dropSchema } from '../support/postgres-schema.ts'
import { postgresUrl } from '../support/postgres-url.ts'

const url = (await postgresUrl()) ?? ''

describe.skipIf(url === '')('queue in Postgres', () => {
  queueContract({
    describe,
    it,
    create: async () => {
      const schema = `queue_${randomUUID().replaceAll('-', '')}`
      const proxies = new Map<Queue, FaultProxy>()
      return {
        queue: postgresQueue({ connectionString: url, schema, lockMs: 1000 }),
        async connect() {
          const proxy = await faultProxy(url)
          const queue = postgresQueue({ connectionString: proxy.url, schema, lockMs: 1000 })
          proxies.set(queue, proxy)
          return queue
        },
        abandon: (queue) => proxies.get(queue)?.cut(),
        async dispose() {
          for (const proxy of proxies.values()) await proxy.cut()
          await dropSchema(url, schema)
        },
      }
    },
  })
})
