import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { describe, expect, it, onTestFinished } from 'vitest'
import { postgresQueue } from '../../../src/postgres.ts'
import { temporarySchema } from '../../support/postgres-schema.ts'
import { postgresUrl } from '../../support/postgres-url.ts'

const url = (await postgresUrl()) ?? ''

const poolOf = (max: number): pg.Pool => {
  const pool = new pg.Pool({ connectionString: url, max, application_name: `queue test ${randomUUID()}` })
  onTestFinished(() => pool.end())
  return pool
}

describe.skipIf(url === '')('the connections of a queue in Postgres', () => {
  it('may be the host’s pool, which stays open, its sessions as they were', async () => {
    const pool = poolOf(2)
    const before = (await pool.query('SHOW search_path')).rows
    const queue = postgresQueue({ pool, schema: temporarySchema(url) })
    const taken: string[] = []
    await queue.consume('work', async ({ id }) => void taken.push(id), { concurrency: 4 })
    await queue.consume('other', async ({ id }) => void taken.push(id), { concurrency: 4 })
    await queue.publish('work', [{ id: 'a', version: 1 }])
    await queue.publish('other', [{ id: 'b', version: 1 }])
    await expect.poll(() => taken.toSorted()).toEqual(['a', 'b'])
    expect(pool.totalCount).toBeLessThanOrEqual(2)
    await queue.close()
    expect((await pool.query('SHOW search_path')).rows).toEqual(before)
    expect(pool.idleCount).toBe(pool.totalCount)
  })

  it('are few, however many channels there are', async () => {
    const pool = poolOf(3)
    const queue = postgresQueue({ pool, schema: temporarySchema(url) })
    onTestFinished(() => queue.close())
    const channels = Array.from({ length: 8 }, (_, number) => `channel-${number}`)
    const taken: string[] = []
    for (const channel of channels)
      await queue.consume(channel, async () => void taken.push(channel), { concurrency: 2 })
    await Promise.all(channels.map((channel) => queue.publish(channel, [{ id: 'a', version: 1 }])))
    await expect.poll(() => taken.toSorted(), { timeout: 5000 }).toEqual(channels)
  })

  it('hear of new jobs again after the one that listens was cut', async () => {
    const pool = poolOf(3)
    pool.on('error', () => undefined)
    const queue = postgresQueue({ pool, schema: temporarySchema(url) })
    onTestFinished(() => queue.close())
    const taken: string[] = []
    await queue.consume('work', async ({ id }) => void taken.push(id), { concurrency: 1 })
    const listening = "FROM pg_stat_activity WHERE application_name = $1 AND query LIKE 'LISTEN%'"
    const probe = poolOf(1)
    const names = [pool.options.application_name]
    const listeners = async (): Promise<number> =>
      (await probe.query(`SELECT count(*)::int AS count ${listening}`, names)).rows[0].count
    await expect.poll(listeners).toBe(1)
    await probe.query(`SELECT pg_terminate_backend(pid) ${listening}`, names)
    await expect.poll(listeners, { timeout: 5000 }).toBe(1)
    const from = performance.now()
    await queue.publish('work', [{ id: 'a', version: 1 }])
    await expect.poll(() => taken, { interval: 5 }).toEqual(['a'])
    expect(performance.now() - from).toBeLessThan(1000)
  })

  it('are refused with a sentence where nothing listens, and where the schema has no name', async () => {
    await expect(postgresQueue({ connectionString: 'postgres://127.0.0.1:1/x' }).open()).rejects.toMatchObject({
      code: 'QUEUE_UNAVAILABLE',
      message: expect.stringMatching(/no server answers there/),
    })
    await expect(postgresQueue({ connectionString: url, schema: 'a b' }).open()).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
    })
  })
})
