import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { describe, expect, it, onTestFinished } from 'vitest'
import { generateLibrary } from '../../src/testing.ts'
import { postgresUrl } from '../support/postgres-url.ts'
import { redisUrl } from '../support/redis-url.ts'
import { startChild } from './support/child-process.ts'
import { dropSchemas, manyConfig, startMember } from './support/crowd.ts'
import { temporaryFolder } from './support/library-of.ts'

const postgres = (await postgresUrl()) ?? ''
const redis = (await redisUrl()) ?? ''
const minutes = Number(process.env.SOAK_MINUTES ?? (process.env.CI === undefined ? 30 : 5))

type Turn = Readonly<Record<'turn' | 'read' | 'rssMb' | 'files' | 'timers' | 'sockets' | 'connections', number>>

describe.skipIf(postgres === '' || redis === '')('a host that scans, works and sees workers come and go', () => {
  it(
    `holds no more memory, connections, files and timers after ${minutes} minutes than after the first`,
    async () => {
      const music = join(temporaryFolder(), 'music')
      await generateLibrary({ directory: music, files: 300, seed: 12, coverBytes: 100 })
      // The server names the connections of these processes by it.
      const name = `soak-${process.pid}`
      const named = new URL(postgres)
      named.searchParams.set('application_name', name)
      const config = manyConfig(
        'redis',
        { postgres: named.href, redis },
        { music, unitSize: 20, leaseMs: 5000, deferred: true },
      )
      onTestFinished(() => dropSchemas(config))
      const client = new pg.Client({ connectionString: postgres, application_name: 'soak-watch' })
      await client.connect()
      onTestFinished(() => client.end())
      const host = startChild('soak-child.ts', JSON.stringify(config))
      onTestFinished(() => void host.process.kill('SIGKILL'))
      let over = false
      const restarting = (async () => {
        while (!over) {
          const worker = startMember('work', config)
          await sleep(12_000)
          worker.process.kill(Math.random() < 0.5 ? 'SIGKILL' : 'SIGTERM')
          await worker.ended
        }
      })()
      const turns: Turn[] = []
      const until = performance.now() + minutes * 60_000
      let read = 0
      while (performance.now() < until && host.process.exitCode === null) {
        await sleep(1000)
        const lines = host.output().trimEnd().split('\n')
        const fresh = lines.slice(read)
        read = lines.length
        const { rows } = await client.query(
          'SELECT count(*)::int AS connections FROM pg_stat_activity WHERE application_name = $1',
          [name],
        )
        for (const line of fresh) if (line !== '') turns.push({ ...JSON.parse(line), connections: rows[0].connections })
      }
      over = true
      expect(host.process.exitCode, 'the host lives').toBeNull()
      host.process.kill('SIGTERM')
      expect(await host.ended).toBe(0)
      await restarting
      const third = Math.floor(turns.length / 3)
      expect(third).toBeGreaterThan(5)
      const median = (some: readonly Turn[], of: keyof Turn): number =>
        some.map((turn) => turn[of]).sort((a, b) => a - b)[Math.floor(some.length / 2)] ?? 0
      const compared = (['rssMb', 'files', 'timers', 'sockets', 'connections'] as const).map((what) => ({
        what,
        early: median(turns.slice(third, 2 * third), what),
        late: median(turns.slice(-third), what),
      }))
      console.log(`${turns.length} turns`, JSON.stringify(compared))
      for (const { what, early, late } of compared)
        expect(late, JSON.stringify(compared)).toBeLessThanOrEqual(what === 'rssMb' ? early * 1.1 + 10 : early + 3)
    },
    (minutes + 5) * 60_000,
  )
})
