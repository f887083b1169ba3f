import { randomUUID } from 'node:crypto'
import { Redis } from 'ioredis'

/** A prefix for the keys of one test. */
export const newPrefix = (): string => `test-${randomUUID()}`

/** Deletes all keys in whose names a prefix occurs. */
export const dropKeys = async (url: string, prefix: string): Promise<void> => {
  const client = new Redis(url)
  for await (const keys of client.scanStream({ match: `*${prefix}*`, count: 1000 })) {
    if (keys.length > 0) await client.del(...keys)
  }
  client.disconnect()
}
