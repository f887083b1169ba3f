import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Pass, PassProcess } from '../rivals/pass-process.ts'
import { musicMetadata, musicMetadataAhead, ours, taglib, tagReaders } from '../rivals/tag-readers.ts'
import { corpusFiles, formats } from '../support/corpus-files.ts'
import { median } from '../support/median.ts'
import type { Cell, Check, SectionReport, Table } from '../support/report.ts'
import type { Settings } from '../support/settings.ts'

/** Reading ahead in libuv's threads is more than the one thread that the bar speaks of; it is shown to be fair. */
const bars: readonly { readonly rival: string; readonly least: number; readonly lists?: string }[] = [
  { rival: musicMetadata.name, least: 15 },
  { rival: musicMetadataAhead.name, least: 15, lists: 'all' },
  { rival: taglib.name, least: 1 },
]

/**
 * Reading tags: each contestant in a process of its own with one thread, on the same warm files, taking turns
 * (A B C A B C …) after one unmeasured turn; medians.
 */
export const extract = async (settings: Settings): Promise<SectionReport> => {
  const folder = mkdtempSync(join(settings.scratch, 'bench-extract-'))
  const processes = new Map<string, PassProcess>()
  try {
    const lists = writeLists(folder, corpusFiles(settings.corpus, settings.files))
    for (const contestant of tagReaders) {
      const started = contestant.start(folder)
      if (started !== undefined) processes.set(contestant.name, started)
    }
    const passes = new Map<string, readonly Pass[]>()
    for (const { name, path } of lists) {
      for (let round = 0; round <= settings.rounds; round++) {
        for (const [contestant, running] of processes) {
          const pass = await running.pass(path)
          const key = `${name} ${contestant}`
          if (round > 0) passes.set(key, [...(passes.get(key) ?? []), pass])
        }
      }
    }
    const value = (list: string, contestant: string, of: (pass: Pass) => number | undefined): number | undefined => {
      const values = (passes.get(`${list} ${contestant}`) ?? []).map(of).filter((one) => one !== undefined)
      return values.length === 0 ? undefined : median(values)
    }
    const table = (title: string, of: (pass: Pass) => number | undefined): Table => ({
      title,
      columns: ['files', ...tagReaders.map(({ name }) => name)],
      rows: lists.map(({ name, count }): Cell[] => [
        `${name} (${count})`,
        ...tagReaders.map((contestant) =>
          processes.has(contestant.name) ? (value(name, contestant.name, of) ?? '–') : 'not installed',
        ),
      ]),
    })
    const ratio = (list: string, rival: string): number | undefined => {
      const mine = value(list, ours.name, ({ seconds }) => seconds)
      const theirs = value(list, rival, ({ seconds }) => seconds)
      return mine === undefined || theirs === undefined ? undefined : theirs / mine
    }
    const checks = bars.flatMap(({ rival, least, lists: only }) =>
      lists.flatMap(({ name }): Check[] => {
        const value = only === undefined || only === name ? ratio(name, rival) : undefined
        return value === undefined ? [] : [{ what: `${name}: ours / ${rival}`, value, unit: '×', least }]
      }),
    )
    return {
      tables: [
        table('Files per second, one thread, warm', ({ files, seconds }) => files / seconds),
        table(
          'Processor milliseconds per file (of the whole process)',
          ({ files, processorSeconds }) => processorSeconds && (processorSeconds * 1000) / files,
        ),
        table('Files that were read', ({ files }) => files),
        table('Read calls per file (of the whole process)', ({ files, reads }) => reads && reads.calls / files),
        table('kB read per file', ({ files, reads }) => reads && reads.bytes / files / 1000),
      ],
      checks,
    }
  } finally {
    for (const running of processes.values()) running.end()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A list for each format, and one of all files. */
const writeLists = (folder: string, files: readonly string[]) =>
  [...formats, 'all'].flatMap((name) => {
    const mine = name === 'all' ? files : files.filter((file) => file.endsWith(`.${name}`))
    if (mine.length === 0) return []
    const path = join(folder, `${name}.list`)
    writeFileSync(path, `${mine.join('\n')}\n`)
    return [{ name, path, count: mine.length }]
  })
