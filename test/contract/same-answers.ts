import { DatabaseSync } from 'node:sqlite'
import fc from 'fast-check'
import { expect } from 'vitest'
import { memoryStorage } from '../../src/adapters/memory/memory-storage.ts'
import type { Storage } from '../../src/core/ports/storage.ts'
import { postgresStorage } from '../../src/postgres.ts'
import { sqliteStorage } from '../../src/sqlite.ts'
import { dropSchema } from '../support/postgres-schema.ts'
import { live } from './live.ts'
import { lives } from './random-commits.ts'

/** A fresh storage, and how to remove it when it is closed. */
interface Fresh {
  readonly storage: Storage
  remove(): unknown
}

export const freshSqlite = (): Fresh => {
  const database = new DatabaseSync(':memory:')
  return { storage: sqliteStorage({ database }), remove: () => database.close() }
}

/** @param connectionString Where the server is. */
export const freshPostgres = (connectionString: string) => {
  let made = 0
  return (): Fresh => {
    const schema = `differential_${process.pid}_${++made}`
    const storage = postgresStorage({ connectionString, schema, maxConnections: 8 })
    return { storage, remove: () => dropSchema(connectionString, schema) }
  }
}

/** Takes memory and another storage through the same random lives and compares what they say on the way. */
export const sameAnswers = (fresh: () => Fresh, numRuns: number): Promise<void> =>
  fc.assert(
    fc.asyncProperty(lives, async (steps) => {
      const { storage, remove } = fresh()
      const memory = live(memoryStorage(), steps)
      try {
        for await (const seen of live(storage, steps)) expect(seen).toEqual((await memory.next()).value)
      } finally {
        await storage.close()
        await remove()
      }
    }),
    { numRuns },
  )
