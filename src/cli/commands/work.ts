import { type Command, Option } from 'commander'
import { ScanError } from '../../core/errors.ts'
import { openScanner } from '../open-scanner.ts'
import { type Output, processOutput } from '../output.ts'
import { rootOf } from '../root-of.ts'
import { wholeNumber } from './options.ts'

interface WorkOptions {
  readonly db?: string
  readonly segments?: string
  readonly min?: number
  readonly max?: number
  readonly quiet?: boolean
}

/** `work`: takes jobs until it is told to stop. */
export const addWork = (program: Command): void => {
  program
    .command('work')
    .description(
      'take jobs from the queue: files of other processes’ scans, and deferred work; SIGTERM ends it cleanly',
    )
    .argument('[dirs...]', 'where this machine has the roots, as ID=FOLDER; default: where the library says')
    .option('--db <place>', 'the library: a file, or postgres://… (default: SONIQUEBAY_SCAN_DB)')
    .option('--segments <names>', 'only these segments, separated by commas')
    .addOption(
      new Option('--min <n>', 'jobs at once at least; the number follows the backlog').argParser(wholeNumber(1)),
    )
    .addOption(new Option('--max <n>', 'jobs at once at most').argParser(wholeNumber(1)))
    .option('--quiet', 'print nothing')
    .action(async (dirs: string[], options: WorkOptions) => {
      const output = processOutput(options.quiet === true)
      const scanner = await openScanner(options, dirs.map(rootOf))
      try {
        scanner.on('job-failed', ({ segment, job, message }) => output.note(`${segment} ${job} failed: ${message}`))
        scanner.on('storage-wait', ({ message }) => output.note(message))
        scanner.on('queue-wait', ({ message }) => output.note(message))
        const work = scanner.work({
          segments: options.segments?.split(',').map((name) => name.trim()),
          scale: scaleOf(options),
        })
        const release = stopOnSignal(() => void work.stop(), output)
        output.note('Working. Ctrl-C or SIGTERM ends it after the jobs in hand.')
        await work.done
        release()
      } finally {
        await scanner.close()
      }
    })
}

const scaleOf = ({ min, max }: WorkOptions): { readonly min: number; readonly max: number } | undefined => {
  if (min === undefined && max === undefined) return undefined
  const scale = { min: min ?? 1, max: max ?? Math.max(8, min ?? 1) }
  if (scale.min > scale.max) throw new ScanError('USAGE', `--min ${scale.min} is more than --max ${scale.max}.`)
  return scale
}

const stopOnSignal = (stop: () => void, output: Output): (() => void) => {
  let asked = false
  const onSignal = (): void => {
    if (asked) process.exit(130)
    asked = true
    output.note('Stopping after the jobs in hand. Press Ctrl-C again to exit at once.')
    stop()
  }
  process.on('SIGINT', onSignal)
  process.on('SIGTERM', onSignal)
  return () => {
    process.off('SIGINT', onSignal)
    process.off('SIGTERM', onSignal)
  }
}
