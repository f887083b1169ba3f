import { DatabaseSync } from 'node:sqlite'
import fc from 'fast-check'
import { expect } from 'vitest'
import { memoryStorage } from '../../src/adapters/memory/memory-storage.ts'
import { sqliteStorage } from '../../src/sqlite.ts'
import { live } from './live.ts'
import { lives } from './random-commits.ts'

/** Takes memory and SQLite through the same random lives and compares what they say on the way. */
export const sameAnswers = (numRuns: number): Promise<void> =>
  fc.assert(
    fc.asyncProperty(lives, async (steps) => {
      const database = new DatabaseSync(':memory:')
      const storage = sqliteStorage({ database })
      const memory = live(memoryStorage(), steps)
      try {
        for await (const seen of live(storage, steps)) expect(seen).toEqual((await memory.next()).value)
      } finally {
        await storage.close()
        database.close()
      }
    }),
    { numRuns },
  )
