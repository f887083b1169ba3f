import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { runScan } from '../processes/run-scan.ts'
import { generatedLibrary } from '../support/generated-library.ts'
import type { SectionReport } from '../support/report.ts'
import type { Settings } from '../support/settings.ts'
import { firstScan } from './rescan.ts'

const million = 1_000_000

/** Whether memory stays flat: a first scan of a million tiny files beside one of the usual generated library. */
export const memoryOfMillion = async ({ generated, scratch }: Settings): Promise<SectionReport> => {
  const folder = mkdtempSync(join(scratch, 'bench-million-'))
  try {
    const small = await runScan({ root: await generatedLibrary(scratch, generated), db: join(folder, 'small.db') })
    const large = await runScan({ root: await generatedLibrary(scratch, million, true), db: join(folder, 'large.db') })
    return {
      tables: [firstScan(small), firstScan(large)],
      checks: [
        { what: 'tracks after the scan', value: large.counts.added, unit: '', least: million },
        {
          what: `peak RSS beside that of ${generated} files`,
          value: large.maxRssMb / small.maxRssMb,
          unit: '×',
          most: 1.25,
        },
      ],
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
