import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it, onTestFinished } from 'vitest'
import { memoryStorage } from '../../src/index.ts'
import { postgresStorage } from '../../src/postgres.ts'
import { generateLibrary } from '../../src/testing.ts'
import { canStart } from '../support/not-run.ts'
import { type PrivateServer, startPostgres, startRedis } from '../support/private-servers.ts'
import { checksum } from './support/checksum.ts'
import { firstDifference, manyConfig, owed, reportOf, startMember, workAll } from './support/crowd.ts'
import { exported, scannerOf, temporaryFolder } from './support/library-of.ts'

interface Servers {
  readonly redis: PrivateServer & { flush(): Promise<void> }
  readonly postgres: PrivateServer
}

const awayMs = 10_000

const troubles: Readonly<Record<string, (servers: Servers) => Promise<void>>> = {
  'Redis is stopped for ten seconds': async ({ redis }) => {
    await redis.stop()
    await sleep(awayMs)
    await redis.start()
  },
  'Redis is killed': async ({ redis }) => {
    await redis.kill()
    await redis.start()
  },
  'Redis forgets everything': async ({ redis }) => redis.flush(),
  'Postgres is stopped for ten seconds': async ({ postgres }) => {
    await postgres.stop()
    await sleep(awayMs)
    await postgres.start()
  },
  'Postgres is killed': async ({ postgres }) => {
    await postgres.kill()
    await postgres.start()
  },
}

/** Events that must tell of it. */
const expected: Readonly<Record<string, string>> = {
  'Redis is stopped for ten seconds': 'queue-wait',
  'Postgres is stopped for ten seconds': 'storage-wait',
}

describe.skipIf(!(canStart('redis') && canStart('postgres')))('in mid-scan', () => {
  it.each(Object.keys(troubles))(
    '%s: the library is as if nothing had happened',
    async (name) => {
      const folder = temporaryFolder()
      const music = join(folder, 'music')
      await generateLibrary({ directory: music, files: 2500, seed: 9, coverBytes: 100, duplicates: 10 })
      const servers = { redis: await startRedis(), postgres: await startPostgres() }
      onTestFinished(() => servers.redis.remove())
      onTestFinished(() => servers.postgres.remove())
      const urls = { redis: servers.redis.url, postgres: servers.postgres.url }
      const config = manyConfig('redis', urls, { music, unitSize: 7, leaseMs: 3000, deferred: true })
      const roots = [{ id: 'music', path: music }]
      const alone = await scannerOf(folder, { roots, storage: memoryStorage(), unitSize: 7, deferred: [checksum] })
      await alone.scan().result
      await workAll(alone)
      const seen = await scannerOf(folder, {
        storage: postgresStorage({ connectionString: urls.postgres, schema: config.schema }),
        deferred: [checksum],
      })
      const workers = [startMember('work', config), startMember('work', config)]
      await Promise.all(workers.map(({ ready }) => ready))
      const host = startMember('host', config)
      await host.ready
      await expect
        .poll(async () => (await seen.library.stats()).tracks, { timeout: 60_000, interval: 20 })
        .toBeGreaterThan(100)
      expect((await seen.library.stats()).tracks).toBeLessThan(2500)
      await troubles[name]?.(servers)
      expect(await host.ended).toBe(0)
      const told = expected[name]
      if (told !== undefined) expect(reportOf(host).waits).toContain(told)
      await expect.poll(() => owed(seen).catch(() => -1), { timeout: 120_000, interval: 500 }).toBe(0)
      expect(firstDifference(await exported(seen), await exported(alone))).toBeNull()
      for (const { process } of workers) {
        expect(process.exitCode, 'no worker ends').toBe(null)
        process.kill('SIGTERM')
      }
      for (const { ended } of workers) expect(await ended).toBe(0)
    },
    300_000,
  )
})
