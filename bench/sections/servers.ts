import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { postgresQueue, postgresStorage } from '@soniquebay/scan/postgres'
import { redisQueue } from '@soniquebay/scan/redis'
import { sqliteStorage } from '@soniquebay/scan/sqlite'
import pg from 'pg'
import { type CrowdRequest, runCrowd } from '../processes/run-crowd.ts'
import { runScan } from '../processes/run-scan.ts'
import { generatedLibrary } from '../support/generated-library.ts'
import { jobRate } from '../support/job-rate.ts'
import { median } from '../support/median.ts'
import { countTasks } from '../support/million-tasks.ts'
import { redisMemoryOfMillion } from '../support/redis-memory.ts'
import type { Cell, SectionReport } from '../support/report.ts'
import type { Settings } from '../support/settings.ts'

const postgres = process.env.TEST_POSTGRES_URL ?? 'postgres://postgres@127.0.0.1:5432/test'
const redis = process.env.TEST_REDIS_URL ?? 'redis://127.0.0.1:6379'
const files = 10_000

const contestants = ['SQLite, one process', 'Postgres, one process', 'Redis queue', 'Postgres queue'] as const

/** The same files into SQLite and Postgres, by one process and by one that discovers and one that reads. Needs both servers. */
export const servers = async ({ corpus, rounds, generated, scratch }: Settings): Promise<SectionReport> => {
  const root = existsSync(corpus) ? corpus : await generatedLibrary(scratch, files)
  const folder = mkdtempSync(join(scratch, 'bench-servers-'))
  const client = new pg.Client({ connectionString: postgres })
  await client.connect()
  const schema = 'bench_servers'
  const drop = async (): Promise<void> => {
    for (const name of [schema, `${schema}_queue`]) await client.query(`DROP SCHEMA IF EXISTS ${name} CASCADE`)
  }
  const into = (request: Partial<CrowdRequest>): CrowdRequest => ({ root, postgres, schema, ...request })
  const scans: Readonly<Record<(typeof contestants)[number], (round: number) => Promise<number>>> = {
    'SQLite, one process': async (round) => rateOf(await runScan({ root, db: join(folder, `${round}.db`) })),
    'Postgres, one process': async () => rateOf(await runCrowd(into({}))),
    'Redis queue': async () => rateOf(await runCrowd(into({ queue: redis, prefix: schema }), 1)),
    'Postgres queue': async () => rateOf(await runCrowd(into({ queue: postgres, prefix: `${schema}_queue` }), 1)),
  }
  try {
    const rates = new Map<string, number[]>(contestants.map((name) => [name, []]))
    for (let round = 0; round <= rounds; round++) {
      for (const name of contestants) {
        await drop()
        const rate = await scans[name](round)
        if (round > 0) rates.get(name)?.push(rate)
      }
    }
    await drop()
    const library = await generatedLibrary(scratch, generated)
    const first = await runCrowd({ root: library, postgres, schema })
    const again: number[] = []
    for (let round = 0; round <= rounds; round++) {
      const { durationMs } = await runCrowd({ root: library, postgres, schema })
      if (round > 0) again.push(durationMs / 1000)
    }
    const rate = (name: (typeof contestants)[number]): number => median(rates.get(name) ?? [])
    const db = join(folder, 'library.db')
    await runScan({ root: library, db })
    const counted = [
      ['SQLite', await countTasks(sqliteStorage({ path: db }), rounds)],
      ['Postgres', await countTasks(postgresStorage({ connectionString: postgres, schema }), rounds)],
    ] as const
    const jobs = [
      ['Redis', await jobRate(redisQueue({ url: redis, prefix: 'bench-jobs' }))],
      ['Postgres', await jobRate(postgresQueue({ connectionString: postgres, schema: `${schema}_queue` }))],
    ] as const
    return {
      tables: [
        {
          title: `First scan of ${root === corpus ? 'the corpus' : `${files} generated files`}, medians of ${rounds}`,
          columns: ['storage and queue', 'files/s'],
          rows: contestants.map((name): Cell[] => [name, rate(name)]),
        },
        {
          title: `${generated} generated files into Postgres`,
          columns: ['scan', 'seconds', 'files/s', 'RSS MB'],
          rows: [
            ['first', first.durationMs / 1000, rateOf(first), first.maxRssMb],
            ['nothing changed', median(again), generated / median(again), ''],
          ],
        },
        {
          title: 'Ten tasks owed by each of its tracks',
          columns: ['storage', 'tasks', 'seconds to owe them'],
          rows: counted.map(([name, { tasks, owedSeconds }]) => [name, tasks, owedSeconds]),
        },
        {
          title: 'Jobs that do nothing',
          columns: ['queue', 'jobs/s'],
          rows: jobs.map(([name, rate]): Cell[] => [name, rate]),
        },
      ],
      checks: [
        { what: 'Postgres storage', value: rate('Postgres, one process'), unit: 'files/s', least: 5000 },
        ...(['Redis queue', 'Postgres queue'] as const).map((name) => ({
          what: `${name}, one that discovers and one that reads / one process`,
          value: rate(name) / rate('Postgres, one process'),
          unit: '×',
          least: 0.6,
        })),
        {
          what: `no-op incremental rescan of ${generated} files on Postgres`,
          value: median(again),
          unit: 's',
          most: 3,
        },
        ...counted.map(([name, { tasks, countMs }]) => ({
          what: `${tasks} tasks by kind and state in ${name}`,
          value: countMs,
          unit: 'ms',
          most: 100,
        })),
        { what: 'Redis with a million files pending', value: await redisMemoryOfMillion(redis), unit: 'MB', most: 200 },
      ],
    }
  } finally {
    await drop()
    await client.end()
    rmSync(folder, { recursive: true, force: true })
  }
}

const rateOf = ({
  counts,
  durationMs,
}: {
  readonly counts: { readonly seen: number }
  readonly durationMs: number
}): number => counts.seen / (durationMs / 1000)
