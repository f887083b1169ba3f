import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { describe, expect, it } from 'vitest'
import { memoryStorage } from '../../src/index.ts'
import { postgresStorage } from '../../src/postgres.ts'
import { generateLibrary } from '../../src/testing.ts'
import { postgresUrl } from '../support/postgres-url.ts'
import { redisUrl } from '../support/redis-url.ts'
import { changeMusic, randomOf } from './support/change-music.ts'
import { checksum } from './support/checksum.ts'
import { dropSchemas, firstDifference, manyConfig, owed, startMember, workAll } from './support/crowd.ts'
import { exported, scannerOf, temporaryFolder } from './support/library-of.ts'

const postgres = (await postgresUrl()) ?? ''
const redis = (await redisUrl()) ?? ''
const kills = process.env.CI === undefined ? 25 : 5
const unitSize = 7
const unitsInFlight = 30

describe.skipIf(postgres === '' || redis === '')('processes that are killed', () => {
  it.each([
    ['redis', 'first scan'],
    ['redis', 'rescan'],
    ['postgres', 'first scan'],
    ['postgres', 'rescan'],
  ] as const)(
    `over %s, %s: after kill -9 of a host or a worker at ${kills} random moments the library is as if nothing had happened`,
    async (kind, which) => {
      const folder = temporaryFolder()
      const before = join(folder, 'before')
      const random = randomOf(which === 'rescan' ? 17 : 21)
      await generateLibrary({ directory: before, files: 500, seed: 6, duplicates: 10, coverBytes: 200 })
      let cutShort = 0
      let undisturbedMs = 2000
      for (let kill = -1; kill < kills; kill++) {
        const mine = join(folder, `music ${kill}`)
        cpSync(before, mine, { recursive: true, preserveTimestamps: true })
        const config = manyConfig(kind, { postgres, redis }, { music: mine, unitSize, leaseMs: 2000, deferred: true })
        const roots = [{ id: 'music', path: mine }]
        const alone = await scannerOf(folder, { roots, storage: memoryStorage(), unitSize, deferred: [checksum] })
        const seen = await scannerOf(folder, {
          ...{ roots, unitSize, deferred: [checksum] },
          storage: postgresStorage({ connectionString: postgres, schema: config.schema }),
        })
        if (which === 'rescan') {
          for (const scanner of [alone, seen]) {
            await scanner.scan().result
            await workAll(scanner)
          }
          changeMusic(mine, randomOf(3))
        }
        const expected = (await alone.scan().result).counts
        await workAll(alone)
        const workers = [startMember('work', config), startMember('work', config)]
        await Promise.all(workers.map(({ ready }) => ready))
        let host = startMember('host', config)
        let begun = which === 'rescan' ? 2 : 1
        await host.ready
        const from = performance.now()
        if (kill >= 0) {
          await sleep(random() * undisturbedMs * 0.9)
          const victim = Math.floor(random() * 3)
          if (host.process.exitCode === null) cutShort++
          if (victim === 2) {
            host.process.kill('SIGKILL')
            await host.ended
            host = startMember('host', config)
            begun++
          } else {
            workers[victim]?.process.kill('SIGKILL')
            await workers[victim]?.ended
            workers[victim] = startMember('work', config)
          }
        }
        expect(await host.ended, `the host after kill ${kill}`).toBe(0)
        if (kill < 0) undisturbedMs = performance.now() - from
        await expect.poll(() => owed(seen), { timeout: 60_000 }).toBe(0)
        expect(firstDifference(await exported(seen), await exported(alone)), `kill ${kill}`).toBeNull()
        const scans = await scansOf(config.postgres, config.schema)
        // Each scan ended once: as done, or by the one after it. A host may be killed when its scan is done already.
        expect(scans).toHaveLength(begun)
        expect(scans.at(-1)?.state).toBe('done')
        expect(scans.filter(({ state }) => state !== 'done' && state !== 'interrupted')).toEqual([])
        const reads = scans.reduce((sum, { read }) => sum + read, 0) - (which === 'rescan' ? 510 : 0)
        expect(reads - expected.read, `files read again after kill ${kill}`).toBeLessThanOrEqual(
          unitsInFlight * unitSize,
        )
        // Each task was done, and none is there twice.
        const [done] = await seen.tasks.count()
        expect(done).toMatchObject({ kind: 'sha256', state: 'done' })
        for (const { process, ended, ready } of workers) {
          // One that begins just now does not hear of SIGTERM yet.
          await ready
          process.kill('SIGTERM')
          expect(await ended).toBe(0)
        }
        await alone.close()
        await seen.close()
        await dropSchemas(config)
      }
      // Enough kills must hit a scan that is under way, or this proves nothing.
      expect(cutShort).toBeGreaterThan(kills / 4)
    },
    3_600_000,
  )
})

const scansOf = async (
  connectionString: string,
  schema: string,
): Promise<readonly { readonly state: string; readonly read: number }[]> => {
  const client = new pg.Client({ connectionString })
  await client.connect()
  const { rows } = await client.query(`SELECT state, counts FROM "${schema}".scans ORDER BY scan_id`)
  await client.end()
  return rows.map(({ state, counts }) => ({ state, read: (JSON.parse(counts) as { read: number }).read }))
}
