import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { ScanReport } from '@soniquebay/scan'
import { runCommand } from '../processes/run-scan.ts'
import { generatedLibrary } from '../support/generated-library.ts'
import type { SectionReport } from '../support/report.ts'
import type { Settings } from '../support/settings.ts'
import { commandScan } from './rescan.ts'

const million = 1_000_000

/** Whether memory stays flat: a first scan of a million tiny files beside one of the usual generated library. */
export const memoryOfMillion = async ({ generated, scratch }: Settings): Promise<SectionReport> => {
  const folder = mkdtempSync(join(scratch, 'bench-million-'))
  try {
    const scan = (root: string, db: string) => runCommand({ root, db: join(folder, db) })
    const small = await scan(await generatedLibrary(scratch, generated), 'small.db')
    const large = await scan(await generatedLibrary(scratch, million, true), 'large.db')
    return {
      tables: [commandScan(small), commandScan(large)],
      checks: [
        {
          what: 'tracks after the scan',
          value: (JSON.parse(large.stdout) as ScanReport).counts.added,
          unit: '',
          least: million,
        },
        {
          what: `peak RSS beside that of ${generated} files`,
          value: large.peakRssMb / small.peakRssMb,
          unit: '×',
          most: 1.25,
        },
      ],
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
