import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { runScan, type ScanOutcome } from '../processes/run-scan.ts'
import { generatedLibrary } from '../support/generated-library.ts'
import { moveFiles } from '../support/move-files.ts'
import type { Cell, Check, SectionReport } from '../support/report.ts'
import type { Settings } from '../support/settings.ts'

/** How long a host's event loop waits while a scan runs in its process: a first scan, and a scan after 5 % of the files moved. */
export const loop = async ({ generated, scratch }: Settings): Promise<SectionReport> => {
  const root = await generatedLibrary(scratch, generated)
  const folder = mkdtempSync(join(scratch, 'bench-loop-'))
  try {
    const db = join(folder, 'library.db')
    const first = await runScan({ root, db, watch: true })
    const moves = moveFiles(root, 0.05)
    try {
      const moved = await runScan({ root, db, watch: true })
      const scans = [
        ['first scan', first],
        ['scan with 5 % moves', moved],
      ] as const
      return {
        tables: [
          {
            title: `Event loop of the host during scans of ${generated} files, milliseconds`,
            columns: [
              'scan',
              'p50',
              'p99',
              'max',
              'seconds',
              'added',
              'moved',
              'missing',
              'events heard',
              'peak RSS MB',
            ],
            rows: scans.map(([name, outcome]) => row(name, outcome)),
          },
        ],
        checks: [
          ...scans.flatMap(([name, outcome]) => delayChecks(name, outcome)),
          { what: 'moves recognised', value: moved.counts.moved, unit: '', least: moves.count },
        ],
      }
    } finally {
      moves.undo()
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const row = (name: string, { delay, wallMs, counts, events, maxRssMb }: ScanOutcome): Cell[] => [
  name,
  delay?.p50 ?? '–',
  delay?.p99 ?? '–',
  delay?.max ?? '–',
  wallMs / 1000,
  counts.added,
  counts.moved,
  counts.missing,
  events,
  maxRssMb,
]

const delayChecks = (name: string, { delay }: ScanOutcome): Check[] => [
  { what: `${name}: delay p99`, value: delay?.p99 ?? Number.NaN, unit: 'ms', most: 25 },
  { what: `${name}: delay max`, value: delay?.max ?? Number.NaN, unit: 'ms', most: 100 },
]
