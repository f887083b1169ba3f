import { createHash } from 'node:crypto'
import { cpSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { memoryStorage } from '../../src/index.ts'
import { postgresStorage } from '../../src/postgres.ts'
import { generateLibrary } from '../../src/testing.ts'
import { postgresUrl } from '../support/postgres-url.ts'
import { redisUrl } from '../support/redis-url.ts'
import { changeMusic, randomOf } from './support/change-music.ts'
import { checksum } from './support/checksum.ts'
import { dropSchemas, firstDifference, manyConfig, owed, reportOf, startMember } from './support/crowd.ts'
import { allTracks, exported, scannerOf, temporaryFolder } from './support/library-of.ts'

const postgres = (await postgresUrl()) ?? ''
const redis = (await redisUrl()) ?? ''

describe.skipIf(postgres === '' || redis === '')('one process that discovers and three that read', () => {
  it.each(['redis', 'postgres'] as const)(
    'over %s: hold the same library as one process does, and do what it owes',
    async (kind) => {
      const folder = temporaryFolder()
      const music = join(folder, 'music')
      await generateLibrary({ directory: music, files: 400, seed: 5, coverBytes: 100, duplicates: 10 })
      const copy = join(folder, 'copy')
      cpSync(music, copy, { recursive: true, preserveTimestamps: true })
      // Units of seven files, so that albums straddle them.
      const config = manyConfig(kind, { postgres, redis }, { music, unitSize: 7, leaseMs: 10_000, deferred: true })
      onTestFinished(() => dropSchemas(config))
      const workers = [1, 2, 3].map(() => startMember('work', config))
      await Promise.all(workers.map(({ ready }) => ready))
      const alone = await scannerOf(folder, {
        ...{ roots: [{ id: 'music', path: copy }], storage: memoryStorage(), unitSize: 7, deferred: [checksum] },
      })
      const seen = await scannerOf(folder, {
        storage: postgresStorage({ connectionString: postgres, schema: config.schema }),
        deferred: [checksum],
      })
      for (const alter of [() => undefined, (where: string) => changeMusic(where, randomOf(5))]) {
        alter(music)
        alter(copy)
        const { counts, stopped } = await alone.scan().result
        const host = startMember('host', config)
        expect(await host.ended).toBe(0)
        expect(reportOf(host)).toMatchObject({ counts, stopped })
        const work = alone.work()
        await expect.poll(() => owed(alone), { timeout: 60_000 }).toBe(0)
        await work.stop()
        await expect.poll(() => owed(seen), { timeout: 60_000 }).toBe(0)
        expect(firstDifference(await exported(seen), await exported(alone))).toBeNull()
        expect(firstDifference(await exported(seen, true), await exported(alone, true))).toBeNull()
      }
      const tracks = (await allTracks(seen)).filter(({ missingSince }) => missingSince === null)
      const derived = await seen.tasks.derived(tracks.map(({ id }) => id))
      const values = new Map(derived.map(({ trackId, value }) => [trackId, value]))
      for (const { id, path } of tracks)
        expect(values.get(id)).toBe(
          createHash('sha256')
            .update(readFileSync(join(music, path)))
            .digest('hex'),
        )
      for (const { process, ended } of workers) {
        process.kill('SIGTERM')
        expect(await ended).toBe(0)
      }
      expect((await seen.status()).workers).toEqual([])
    },
    180_000,
  )
})
