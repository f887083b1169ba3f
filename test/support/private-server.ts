import { type ChildProcess, type SpawnOptions, spawn, spawnSync } from 'node:child_process'
import { accessSync, constants, globSync } from 'node:fs'
import { createServer } from 'node:net'
import { delimiter, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** A server of a test's own, which may be stopped and killed. */
export interface PrivateServer {
  readonly url: string
  readonly port: number
  /** Ends it cleanly; resolves when it has ended. */
  stop(): Promise<void>
  /** Ends all its processes at once. */
  kill(): Promise<void>
  /** Halts all its processes: it takes connections and answers nothing. */
  suspend(): void
  /** Lets halted processes go on. */
  resume(): void
  /** Starts it again: same port, same data; resolves when it answers. */
  start(): Promise<void>
  /** Kills it and deletes what it had. May be called again. */
  remove(): Promise<void>
}

const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** Where a program is: in the folder that the environment variable names, else in one of those given (newest name first), else on the PATH. */
export const findProgram = (name: string, variable: string, folders: string): string | undefined => {
  const given = process.env[variable]
  const places =
    given === undefined
      ? [
          ...globSync(folders).sort((a, b) => b.localeCompare(a, 'en', { numeric: true })),
          ...(process.env.PATH ?? '').split(delimiter),
        ]
      : [given]
  return places.map((folder) => join(folder, name)).find(isExecutable)
}

/** A free port. Below those that systems take for outgoing connections: else a client that tries for a stopped server could take its port, or even reach itself. */
export const freePort = async (): Promise<number> => {
  for (;;) {
    const port = 12_000 + Math.floor(Math.random() * 20_000)
    const server = createServer()
    const isFree = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false)).listen(port, '127.0.0.1', () => resolve(true))
    })
    await new Promise((resolve) => server.close(resolve))
    if (isFree) return port
  }
}

const binder = ['setpriv', '--pdeathsig', 'KILL', '--'] as const

/** util-linux has it; that of busybox cannot do this. */
const canBind = spawnSync(binder[0], [...binder.slice(1), 'true'], { stdio: 'ignore' }).status === 0

/** Starts a program that ends when we do, even if we are killed: else killed test runs would leave servers behind. Linux only. */
export const spawnBound = (program: string, args: readonly string[], options: SpawnOptions): ChildProcess => {
  const [first = program, ...rest] = canBind ? [...binder, program, ...args] : [program, ...args]
  return spawn(first, rest, { stdio: 'ignore', ...options })
}

/** Whether a process is still there. */
export const isRunning = (child: ChildProcess | undefined): child is ChildProcess =>
  child?.pid !== undefined && child.exitCode === null && child.signalCode === null

/** Resolves when the process has ended. */
export const ended = (child: ChildProcess | undefined): Promise<void> =>
  new Promise((resolve) => {
    if (isRunning(child)) child.once('exit', () => resolve())
    else resolve()
  })

const startMs = 30_000

/** Starts a process, again when it ends, until it answers: what a killed one leaves behind can keep its successor from starting for a moment. */
export const startUntilAnswered = async (
  begin: () => ChildProcess,
  ask: () => Promise<void>,
): Promise<ChildProcess> => {
  const giveUpAt = performance.now() + startMs
  let child = begin()
  let fault: unknown
  // A program that cannot be run tells so by an event.
  const hear = (): void => void child.once('error', (error) => (fault = error))
  hear()
  for (;;) {
    await sleep(30)
    if (!isRunning(child)) {
      child = begin()
      hear()
      await sleep(100)
    }
    try {
      await ask()
      // Not something else that listens on our port.
      if (isRunning(child)) return child
    } catch (error) {
      fault = error
    }
    if (performance.now() > giveUpAt) {
      child.kill('SIGKILL')
      throw new Error(`No answer from ${child.spawnfile}.`, { cause: fault })
    }
  }
}

/** Sends a signal to a process that may have ended. */
export const signal = (pid: number, name: NodeJS.Signals): void => {
  try {
    process.kill(pid, name)
  } catch {
    // It has ended by itself.
  }
}
