import { redisQueue } from '@soniquebay/scan/redis'
import { Redis } from 'ioredis'

const files = 1_000_000
const filesPerUnit = 500

/** Megabytes that Redis takes for the jobs of a million files, all of them waiting: more than any backlog lets in. */
export const redisMemoryOfMillion = async (url: string): Promise<number> => {
  const client = new Redis(url)
  const queue = redisQueue({ url, prefix: 'bench-memory' })
  await queue.open()
  const used = async (): Promise<number> => Number(/used_memory:(\d+)/.exec(await client.info('memory'))?.[1] ?? 0)
  const before = await used()
  try {
    const jobs = Array.from({ length: files / filesPerUnit }, (_, unit) => ({ id: `u1-${unit}`, version: 1 }))
    await queue.publish('extract', jobs)
    return ((await used()) - before) / 1e6
  } finally {
    await queue.close()
    for await (const keys of client.scanStream({ match: '*bench-memory*', count: 1000 }))
      if (keys.length > 0) await client.del(...keys)
    client.disconnect()
  }
}
