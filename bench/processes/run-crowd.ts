import { spawn } from 'node:child_process'
import { join } from 'node:path'
import type { ScanCounts, ScanMode } from '@soniquebay/scan'
import { runProgram } from '../support/run-program.ts'

/** What `server-process.mjs` is asked. */
export interface CrowdRequest {
  readonly root: string
  readonly postgres: string
  readonly schema: string
  readonly queue?: string
  readonly prefix?: string
  readonly mode?: ScanMode
}

/** What a scan of it answers. */
export interface CrowdOutcome {
  readonly counts: ScanCounts
  readonly durationMs: number
  readonly wallMs: number
  readonly maxRssMb: number
}

const program = join(import.meta.dirname, 'server-process.mjs')

/** One scan into Postgres; with a queue, by a process that discovers and `workers` others that read. */
export const runCrowd = async (request: CrowdRequest, workers = 0): Promise<CrowdOutcome> => {
  const crew = await Promise.all(Array.from({ length: workers }, () => startWorker(request)))
  try {
    const { stdout } = await runProgram(process.execPath, [program, JSON.stringify({ role: 'host', ...request })])
    return JSON.parse(stdout) as CrowdOutcome
  } finally {
    await Promise.all(crew.map((stop) => stop()))
  }
}

const startWorker = (request: CrowdRequest): Promise<() => Promise<void>> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, JSON.stringify({ role: 'worker', ...request })], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const ended = new Promise<void>((done) => child.once('close', () => done()))
    child.once('close', (code) => reject(new Error(`the worker ended with ${code}`)))
    child.stdout.once('data', () =>
      resolve(() => {
        child.kill('SIGTERM')
        return ended
      }),
    )
  })
