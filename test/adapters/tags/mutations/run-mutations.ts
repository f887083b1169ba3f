import { Worker } from 'node:worker_threads'
import type { Outcome } from './mutation-worker.ts'

/** What became of a series of damaged files. */
export interface MutationReport {
  readonly readings: number
  readonly errors: number
  /** Milliseconds of the slowest file. */
  readonly slowest: number
  /** Bytes allocated for the largest. */
  readonly largest: number
  /** Files that crashed a reader, took over a second, or over 64 MB. */
  readonly interesting: readonly Outcome[]
}

/** A file that never ends shows by this long without progress. */
const hangSeconds = 60

/** Reads damaged files number `from` to `until` in a thread with little memory, which a hang or an exhausted heap ends. */
export function runMutations(from: number, until: number): Promise<MutationReport> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('mutation-worker.ts', import.meta.url), {
      workerData: { from, until },
      resourceLimits: { maxOldGenerationSizeMb: 192 },
      execArgv: ['--experimental-strip-types', '--no-warnings'],
    })
    const hang = setTimeout(() => {
      void worker.terminate()
      reject(new Error(`a file among ${from}–${until} was not read within ${hangSeconds} s`))
    }, hangSeconds * 1000)
    worker.on('message', (message: MutationReport | 'progress') => {
      if (message === 'progress') hang.refresh()
      else resolve(message)
    })
    worker.once('error', reject)
    worker.once('exit', () => clearTimeout(hang))
  })
}
