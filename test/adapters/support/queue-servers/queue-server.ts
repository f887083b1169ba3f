import { randomUUID } from 'node:crypto'
import { Redis } from 'ioredis'
import pg from 'pg'
import { onTestFinished } from 'vitest'
import type { Queue } from '../../../../src/core/ports/queue.ts'
import { postgresQueue } from '../../../../src/postgres.ts'
import { redisQueue } from '../../../../src/redis.ts'
import { type FaultProxy, faultProxy } from '../../../../src/testing.ts'
import { dropSchema } from '../../../support/postgres-schema.ts'
import { postgresUrl } from '../../../support/postgres-url.ts'
import { dropKeys, newPrefix } from '../../../support/redis-keys.ts'
import { redisUrl } from '../../../support/redis-url.ts'

/** A place for queues of one test, on a server that can be cut off. */
export interface QueuePlace {
  readonly name: string
  readonly url: string
  readonly proxy: FaultProxy
  /** A queue by way of the proxy. */
  queue(options?: { readonly lockMs?: number; readonly url?: string }): Queue
  /** Loses all that is kept. */
  wipe(): Promise<void>
  /** How many rows or keys there are, and entries in the longest of them. */
  kept(): Promise<number>
}

/** Makes places on a server. */
export interface QueueServer {
  readonly kind: string
  readonly url: string
  place(): Promise<QueuePlace>
}

const redis = async (): Promise<QueueServer> => {
  const url = (await redisUrl()) ?? ''
  return {
    kind: 'Redis',
    url,
    async place() {
      const proxy = await faultProxy(url)
      const name = newPrefix()
      onTestFinished(async () => {
        await proxy.cut()
        await dropKeys(url, name)
      })
      return {
        name,
        url,
        proxy,
        queue: ({ lockMs = 1000, url: at = proxy.url } = {}) => closed(redisQueue({ url: at, prefix: name, lockMs })),
        wipe: () => dropKeys(url, name),
        async kept() {
          const client = new Redis(url)
          const keys = await client.keys(`*${name}*`)
          const streams = keys.filter((key) => key.endsWith(':events'))
          const lengths = await Promise.all(streams.map((key) => client.xlen(key)))
          client.disconnect()
          return keys.length + lengths.reduce((sum, length) => sum + length, 0)
        },
      }
    },
  }
}

const postgres = async (): Promise<QueueServer> => {
  const url = (await postgresUrl()) ?? ''
  return {
    kind: 'Postgres',
    url,
    async place() {
      const proxy = await faultProxy(url)
      const name = `queue_${randomUUID().replaceAll('-', '')}`
      const pool = new pg.Pool({ connectionString: url, max: 1 })
      onTestFinished(async () => {
        await proxy.cut()
        await pool.end()
        await dropSchema(url, name)
      })
      return {
        name,
        url,
        proxy,
        queue: ({ lockMs = 1000, url: at = proxy.url } = {}) =>
          closed(postgresQueue({ connectionString: at, schema: name, lockMs })),
        async wipe() {
          await pool.query(`TRUNCATE ${name}.job, ${name}.event, ${name}.meta CASCADE`)
        },
        async kept() {
          const tables = ['job', 'event', 'meta', 'job_log', 'dedup', 'metrics']
          const counts = tables.map((table) => `(SELECT count(*) FROM ${name}.${table})`)
          const { rows } = await pool.query(`SELECT (${counts.join(' + ')})::int AS count`)
          return rows[0].count
        },
      }
    },
  }
}

const closed = (queue: Queue): Queue => {
  onTestFinished(() => queue.close())
  return queue
}

/** The servers there are. */
export const queueServers = async (): Promise<QueueServer[]> =>
  (await Promise.all([redis(), postgres()])).filter(({ url }) => url !== '')
