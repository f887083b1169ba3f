import { command, libraryScanners, mpd, type ScanTime } from '../rivals/library-scanners.ts'
import { corpusFiles } from '../support/corpus-files.ts'
import { median } from '../support/median.ts'
import type { Cell, Check, SectionReport } from '../support/report.ts'
import type { Settings } from '../support/settings.ts'

/** A first scan of the whole corpus into a fresh database, warm files: contestants take turns after an unmeasured turn; medians. */
export const scan = async ({ corpus, rounds, scratch }: Settings): Promise<SectionReport> => {
  const times = new Map<string, ScanTime[]>(libraryScanners.map(({ name }) => [name, []]))
  for (let round = 0; round <= rounds; round++) {
    for (const { name, scan: run } of libraryScanners) {
      const time = await run(corpus, scratch)
      if (round > 0 && time !== undefined) times.get(name)?.push(time)
    }
  }
  const seconds = (name: string): number => median((times.get(name) ?? []).map((time) => time.seconds))
  const rows = libraryScanners.map(({ name }): Cell[] => {
    const files = times.get(name)?.[0]?.files
    return files === undefined ? [name, 'not installed', '', ''] : [name, seconds(name), files, files / seconds(name)]
  })
  const ratio = seconds(mpd.name) / seconds(command.name)
  const check: Check = { what: 'first scan: our command / mpc update', value: ratio, unit: '×', least: 10 }
  return {
    tables: [
      {
        title: `First scan of ${corpusFiles(corpus, Number.POSITIVE_INFINITY).length} files into a fresh database`,
        columns: ['scanner', 'seconds', 'files in library', 'files/s'],
        rows,
      },
    ],
    checks: Number.isNaN(ratio) ? [] : [check],
  }
}
