import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { ScanReport } from '@soniquebay/scan'
import { runCommand, runScan, type ScanOutcome } from '../processes/run-scan.ts'
import { generatedLibrary } from '../support/generated-library.ts'
import { median } from '../support/median.ts'
import type { Check, SectionReport, Table } from '../support/report.ts'
import type { ProgramRun } from '../support/run-program.ts'
import type { Settings } from '../support/settings.ts'
import { writesDuring } from '../support/written-tables.ts'

const modes = ['incremental', 'quick'] as const

/** A first scan of the generated library, then scans that find nothing changed. */
export const rescan = async ({ generated, rounds, scratch }: Settings): Promise<SectionReport> => {
  const root = await generatedLibrary(scratch, generated)
  const folder = mkdtempSync(join(scratch, 'bench-rescan-'))
  try {
    const db = join(folder, 'library.db')
    const first = await runScan({ root, db: join(folder, 'host.db') })
    const command = await runCommand({ root, db })

    const rows: Table['rows'][number][] = []
    const checks: Check[] = [
      {
        what: `peak RSS of the command in a first scan of ${generated} files`,
        value: command.peakRssMb,
        unit: 'MB',
        most: 300,
      },
    ]
    for (const mode of modes) {
      const most = mode === 'quick' ? 0.3 : 1
      const scans: ScanOutcome[] = []
      const commands: number[] = []
      for (let round = 0; round <= rounds; round++) {
        const outcome = await runScan({ root, db, mode })
        const { seconds } = await runCommand({ root, db, mode })
        if (round === 0) continue
        scans.push(outcome)
        commands.push(seconds)
      }
      const watched = join(folder, `${mode}.db`)
      copyFileSync(db, watched)
      const writes = await writesDuring(watched, () => runScan({ root, db: watched, mode }))
      const duration = median(scans.map(({ durationMs }) => durationMs)) / 1000
      const wall = median(scans.map(({ wallMs }) => wallMs)) / 1000
      const process = median(commands)
      rows.push([
        mode,
        duration,
        wall,
        process,
        median(scans.map(({ maxRssMb }) => maxRssMb)),
        [...writes.rows].map(([table, count]) => `${table} ${count}`).join(', ') || 'none',
      ])
      const others = writes.changed.filter((table) => table !== 'scans')
      checks.push(
        { what: `no-op ${mode} rescan, as the report says`, value: duration, unit: 's', most },
        { what: `no-op ${mode} rescan, open to report`, value: wall, unit: 's', most },
        { what: `no-op ${mode} rescan, whole command`, value: process, unit: 's', most },
        {
          what: `no-op ${mode} rescan leaves changes in tables besides scans`,
          value: others.length,
          unit: 'tables',
          most: 0,
        },
      )
    }
    return {
      tables: [
        firstScan('a host', first),
        commandScan(command),
        { title: 'Rescans that find nothing changed', columns, rows },
      ],
      checks,
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const columns = ['mode', 'scan s', 'open to report s', 'command s', 'peak RSS MB', 'rows written']

/** What the command said of a first scan, as a table; used by the section of a million files too. */
export const commandScan = ({ stdout, seconds, peakRssMb }: ProgramRun): Table => {
  const { counts, stages, durationMs } = JSON.parse(stdout) as ScanReport
  return firstScan('the command', { counts, stages, durationMs, wallMs: seconds * 1000, maxRssMb: peakRssMb })
}

const firstScan = (
  by: string,
  { counts, wallMs, maxRssMb, stages }: Pick<ScanOutcome, 'counts' | 'wallMs' | 'maxRssMb' | 'stages' | 'durationMs'>,
): Table => ({
  title: `First scan of ${counts.seen} generated files by ${by}`,
  columns: ['files', 'added', 'errors', 'seconds', 'files/s', 'peak RSS MB', 'busy seconds by stage'],
  rows: [
    [
      String(counts.seen),
      String(counts.added),
      String(counts.errors),
      wallMs / 1000,
      (counts.seen / wallMs) * 1000,
      maxRssMb,
      Object.entries(stages)
        .map(([name, { busyMs }]) => `${name} ${(busyMs / 1000).toFixed(1)}`)
        .join(', '),
    ],
  ],
})
