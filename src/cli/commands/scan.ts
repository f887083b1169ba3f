import { existsSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { ScanError } from '../../core/errors.ts'
import type { ScanMode } from '../../core/model/scan.ts'
import type { ScanReport } from '../../core/report.ts'
import type { Run } from '../../core/run.ts'
import type { Scanner } from '../../scanner.ts'
import { boundHeap } from '../bounded-heap.ts'
import { exitCode } from '../exit-codes.ts'
import { isThere, libraryPlace, openScanner, shownPlace, withScanner } from '../open-scanner.ts'
import { count, type Output, processOutput } from '../output.ts'
import { progressView } from '../progress-view.ts'
import { rootOf } from '../root-of.ts'
import type { SetExit } from '../run-cli.ts'

interface ScanOptions {
  readonly db?: string
  readonly mode: ScanMode
  readonly plan?: boolean
  readonly read?: boolean
  readonly allowMissing?: boolean
  readonly json?: boolean
  readonly quiet?: boolean
  readonly join?: boolean
  readonly segments?: readonly ScanSegment[]
}

/** `scan`, the default command. */
export const addScan = (program: Command, setExit: SetExit): void => {
  program
    .command('scan', { isDefault: true })
    .description('scan folders into the library (the default command); without folders, the roots it knows')
    .argument('[dirs...]', 'folders; ID=FOLDER gives a root an id of your own (default: the folder’s name)')
    .option(
      '--db <file>',
      'the library: a file, or postgres://… (default: SONIQUEBAY_SCAN_DB, else library.db in the user’s data folder)',
    )
    .addOption(
      new Option(
        '--mode <mode>',
        'incremental: stat every file; quick: stat folders only, edits in place are not seen; full: read every file again',
      )
        .choices(['incremental', 'quick', 'full'])
        .default('incremental'),
    )
    .option('--plan', 'show what a scan would do, and do nothing')
    .option('--read', 'with --plan: read new files, so that moves show as moves')
    .option('--allow-missing', 'believe it when most files of a root are gone')
    .addOption(
      new Option(
        '--segments <names>',
        'segments worked in this process, separated by commas; without extract, workers read the files',
      ).argParser(segmentsOf),
    )
    .option('--no-join', 'fail instead of waiting when another process scans')
    .option('--json', 'print JSON only: the report, or the plan a line an entry')
    .option('--quiet', 'print no progress and no summary')
    .action(async (dirs: string[], options: ScanOptions) => {
      const output = processOutput(options.quiet === true)
      const roots = dirs.map(rootOf)
      for (const { path } of roots) if (!(await isKnownRoot(options, path))) refuseNonFolder(path)
      const scanner = await openScanner(options, roots)
      try {
        if (options.plan === true) await plan(scanner, options, output)
        else setExit(await scan(scanner, options, output))
      } finally {
        await scanner.close()
      }
    })
}

const isKnownRoot = async (options: ScanOptions, path: string): Promise<boolean> => {
  if (existsSync(path) || !isThere(libraryPlace(options))) return false
  const roots = await withScanner(options, ({ library }) => library.roots())
  return roots.some((root) => root.location === resolve(path))
}

type ScanSegment = 'discover' | 'extract' | 'settle'

const segmentsOf = (text: string): readonly ScanSegment[] =>
  text.split(',').map((name) => {
    const segment = (['discover', 'extract', 'settle'] as const).find((one) => one === name.trim())
    if (segment === undefined) throw new InvalidArgumentError('They are discover, extract and settle.')
    return segment
  })

/** A folder that a person just typed and that is not there is a slip; a root that the library knows is scanned without naming it. */
const refuseNonFolder = (path: string): void => {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (stat === undefined) throw new ScanError('USAGE', `The folder ${path} is not there.`, { path })
  if (!stat.isDirectory())
    throw new ScanError('USAGE', `${path} is not a folder. Name the folder that holds the music.`, { path })
}

const plan = async (scanner: Scanner, options: ScanOptions, output: Output): Promise<void> => {
  for await (const entry of scanner.plan({ mode: options.mode, read: options.read === true })) {
    if (options.json) output.json(entry)
    else
      output.print(
        `${entry.type}  ${entry.rootId}/${entry.path}${'from' in entry ? `  from ${entry.from.rootId}/${entry.from.path}` : ''}  (${entry.reason})`,
      )
  }
}

const scan = async (scanner: Scanner, options: ScanOptions, output: Output): Promise<number> => {
  output.note(`Library: ${shownPlace(libraryPlace(options))}`)
  const run = scanner.scan({
    mode: options.mode,
    confirm: { losses: options.allowMissing === true },
    segments: options.segments,
    whenRunning: options.join === false ? 'refuse' : 'join',
  })
  const release = cancelOnInterrupt(run, output)
  const view = progressView(output, { quiet: options.quiet === true })
  scanner.on('stage-progress', view.show)
  boundHeap(scanner)
  try {
    const report = await run.result
    view.end()
    if (options.json) output.json(report)
    else summarise(report, output)
    for (const root of report.stopped) process.stderr.write(`${root.message} [${root.code}]\n`)
    return report.stopped.length > 0 ? exitCode.stopped : exitCode.done
  } finally {
    view.end()
    release()
  }
}

/** The first Ctrl-C cancels cleanly, the second one exits. */
const cancelOnInterrupt = (run: Run, output: Output): (() => void) => {
  let asked = false
  const onInterrupt = (): void => {
    if (asked) process.exit(exitCode.interrupted)
    asked = true
    output.note('Stopping after the files in hand. Press Ctrl-C again to exit at once.')
    void run.cancel()
  }
  process.on('SIGINT', onInterrupt)
  process.on('SIGTERM', onInterrupt)
  return () => {
    process.off('SIGINT', onInterrupt)
    process.off('SIGTERM', onInterrupt)
  }
}

const summarise = ({ counts, durationMs, filesPerSecond, continued }: ScanReport, output: Output): void => {
  if (continued !== null) output.note('Went on from a scan that had not ended.')
  const kinds = [
    [counts.added, 'added'],
    [counts.updated, 'updated'],
    [counts.moved, 'moved'],
    [counts.replaced, 'replaced'],
    [counts.returned, 'returned'],
    [counts.missing, 'missing'],
  ] as const
  const changes = kinds.filter(([amount]) => amount > 0).map(([amount, name]) => `${count(amount)} ${name}`)
  const seconds = (durationMs / 1000).toFixed(durationMs < 10_000 ? 2 : 0)
  output.note(
    `${count(counts.seen)} files in ${seconds} s (${count(filesPerSecond)} files/s): ${changes.join(', ') || 'nothing changed'}.`,
  )
  if (counts.errors > 0) output.note(`${count(counts.errors)} files had errors; list them with: soniquebay-scan errors`)
}
