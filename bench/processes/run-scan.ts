import { join } from 'node:path'
import type { ScanCounts, ScanMode, ScanReport } from '@soniquebay/scan'
import { type ProgramRun, runProgram } from '../support/run-program.ts'

/** What `scan-process.mjs` is asked. */
export interface ScanRequest {
  readonly root: string
  readonly db: string
  readonly mode?: ScanMode
  readonly watch?: boolean
}

/** What it answers. */
export interface ScanOutcome {
  /** Milliseconds from opening the storage to the report. */
  readonly wallMs: number
  readonly durationMs: number
  readonly counts: ScanCounts
  readonly stages: ScanReport['stages']
  readonly stopped: ScanReport['stopped']
  readonly events: number
  /** Milliseconds. */
  readonly delay: { readonly p50: number; readonly p99: number; readonly max: number } | null
  readonly maxRssMb: number
}

const program = join(import.meta.dirname, 'scan-process.mjs')
const command = join(import.meta.dirname, '../../dist/cli.js')

/** One scan by the API in a process of its own. Throws when the scan saw no files or a root stopped. */
export const runScan = async (request: ScanRequest): Promise<ScanOutcome> => {
  const { stdout } = await runProgram(process.execPath, [program, JSON.stringify(request)])
  const outcome = JSON.parse(stdout) as ScanOutcome
  if (outcome.counts.seen === 0 && request.mode !== 'quick') throw new Error(`The scan of ${request.root} saw no file.`)
  for (const { message } of outcome.stopped) throw new Error(message)
  return outcome
}

/** One scan by the command. */
export const runCommand = ({ root, db, mode = 'incremental' }: ScanRequest): Promise<ProgramRun> =>
  runProgram(process.execPath, [command, 'scan', root, '--db', db, '--mode', mode, '--json'])
