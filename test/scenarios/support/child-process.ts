import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'

/** A child that runs a script of this folder. */
export interface Child {
  readonly process: ChildProcess
  /** Resolves with the exit code, `null` when a signal ended it. */
  readonly ended: Promise<number | null>
  /** Resolves with the first line on stdout; rejects when it ends without one. */
  readonly ready: Promise<string>
  /** What it printed so far. */
  output(): string
}

/** Starts a script of this folder in a process of its own. */
export const startChild = (script: string, ...args: readonly string[]): Child => {
  const child = spawn(process.execPath, ['--expose-gc', join(import.meta.dirname, script), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  const ready = Promise.withResolvers<string>()
  ready.promise.catch(() => undefined)
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    output += text
    if (output.includes('\n')) ready.resolve(output.slice(0, output.indexOf('\n')))
  })
  const ended = new Promise<number | null>((resolve) => {
    child.once('close', (code) => {
      ready.reject(new Error(`${script} ended with ${code} before it said anything`))
      resolve(code)
    })
  })
  return { process: child, ended, ready: ready.promise, output: () => output }
}
