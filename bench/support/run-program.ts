import { spawn } from 'node:child_process'

/** What a program printed, and the seconds from its start to its end. */
export interface ProgramRun {
  readonly seconds: number
  readonly stdout: string
}

/** Runs a program to its end. Throws what it said on stderr when it fails. */
export const runProgram = (program: string, args: readonly string[]): Promise<ProgramRun> =>
  new Promise((resolve, reject) => {
    const start = performance.now()
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] })
    let [stdout, stderr] = ['', '']
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text
    })
    child.on('error', reject)
    child.on('close', (code) => {
      if (code === 0) resolve({ seconds: (performance.now() - start) / 1000, stdout })
      else reject(new Error(`${program} ${args.join(' ')} ended with ${code}: ${stderr}`))
    })
  })
