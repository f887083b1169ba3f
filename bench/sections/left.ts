import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createScanner, type ScanProgress, type Storage } from '@soniquebay/scan'
import { postgresStorage } from '@soniquebay/scan/postgres'
import { sqliteStorage } from '@soniquebay/scan/sqlite'
import pg from 'pg'
import { runCrowd } from '../processes/run-crowd.ts'
import { runScan } from '../processes/run-scan.ts'
import { generatedLibrary } from '../support/generated-library.ts'
import { median } from '../support/median.ts'
import type { Cell, SectionReport } from '../support/report.ts'
import type { Settings } from '../support/settings.ts'

const postgres = process.env.TEST_POSTGRES_URL ?? 'postgres://postgres@127.0.0.1:5432/test'
const schema = 'bench_left'
const everyMs = 25
/** What is asked of the time left: from this share of the known work on it errs by no more than a half. */
const from = 0.1
const within = 0.5

/** What another process was told at a moment. */
interface Told extends Pick<ScanProgress, 'current' | 'total' | 'leftMs'> {
  readonly at: number
}

/** A told time left beside how long it then took. */
interface Guess {
  readonly share: number
  readonly ratio: number
}

/** How well `status` tells the time left of first scans. Needs a Postgres server. */
export const left = async ({ rounds, generated, scratch }: Settings): Promise<SectionReport> => {
  const folder = mkdtempSync(join(scratch, 'bench-left-'))
  const client = new pg.Client({ connectionString: postgres })
  await client.connect()
  const drop = () => client.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`)
  try {
    const rows: Cell[][] = []
    const shares: number[] = []
    for (const files of [...new Set([10_000, generated])]) {
      const root = await generatedLibrary(scratch, files)
      const contestants = [
        ['SQLite', (db: string) => watch(sqliteStorage({ path: db }), root, () => runScan({ root, db }))],
        [
          'Postgres',
          () =>
            watch(postgresStorage({ connectionString: postgres, schema }), root, () =>
              runCrowd({ root, postgres, schema }),
            ),
        ],
      ] as const
      for (const [name, scan] of contestants) {
        const scans: Guess[][] = []
        for (let round = 0; round < rounds; round++) {
          await drop()
          scans.push(await scan(join(folder, `${files}-${round}.db`)))
        }
        const measured = scans.map(measuresOf)
        shares.push(...measured.map(({ held }) => held))
        rows.push([
          `${name}, ${files} files`,
          ...(['first', 'least', 'most', 'held'] as const).map((key) => median(measured.map((scan) => scan[key]))),
        ])
      }
    }
    return {
      tables: [
        {
          title: `Time left as told to another process / as it was, from ${from * 100} % of the known work on, medians of ${rounds}`,
          columns: ['first scan', 'first told at', 'least', 'most', 'share within ±50 %'],
          rows,
        },
      ],
      checks: [{ what: 'share of the told within ±50 %, worst scan', value: Math.min(...shares), unit: '', least: 1 }],
    }
  } finally {
    await drop()
    await client.end()
    rmSync(folder, { recursive: true, force: true })
  }
}

const measuresOf = (guesses: readonly Guess[]) => {
  const ratios = guesses.map(({ ratio }) => ratio)
  return {
    first: guesses[0]?.share ?? Number.NaN,
    least: Math.min(...ratios),
    most: Math.max(...ratios),
    held: ratios.filter((ratio) => Math.abs(ratio - 1) <= within).length / ratios.length,
  }
}

/** Asks for the status while a scan runs in another process. */
const watch = async (storage: Storage, root: string, scan: () => Promise<unknown>): Promise<Guess[]> => {
  const scanner = await createScanner({ roots: [{ id: 'music', path: root }], storage })
  const told: Told[] = []
  let runs = true
  const ended = scan().finally(() => {
    runs = false
  })
  while (runs) {
    const at = Date.now()
    const { progress } = await scanner.status()
    if (progress !== null) told.push({ at, ...progress })
    await sleep(everyMs)
  }
  await ended
  const end = (await scanner.status()).scan?.endedAt ?? Number.NaN
  await scanner.close()
  return told.flatMap(({ at, current, total, leftMs }) => {
    const share = total === null ? 0 : current / total
    return leftMs === null || share < from ? [] : [{ share, ratio: leftMs / (end - at) }]
  })
}
