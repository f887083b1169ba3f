import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** What a program printed, the seconds from its start to its end, and the most memory it had (0 where there is no `/proc`). */
export interface ProgramRun {
  readonly seconds: number
  readonly stdout: string
  readonly peakRssMb: number
}

/** Runs a program to its end. Throws what it said on stderr when it fails. */
export const runProgram = (program: string, args: readonly string[]): Promise<ProgramRun> =>
  new Promise((resolve, reject) => {
    const start = performance.now()
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] })
    let [stdout, stderr] = ['', '']
    let peakRssMb = 0
    const watch = setInterval(() => {
      peakRssMb = Math.max(peakRssMb, peakOf(child.pid))
    }, 25)
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text
    })
    child.on('error', reject)
    child.on('close', (code) => {
      clearInterval(watch)
      if (code === 0) resolve({ seconds: (performance.now() - start) / 1000, stdout, peakRssMb })
      else reject(new Error(`${program} ${args.join(' ')} ended with ${code}: ${stderr}`))
    })
  })

const peakOf = (pid: number | undefined): number => {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) / 1024
  } catch {
    return 0
  }
}
