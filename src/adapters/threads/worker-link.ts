import { type ChildProcess, fork } from 'node:child_process'
import { Worker } from 'node:worker_threads'
import { createBirpc } from 'birpc'
import { ScanError } from '../../core/errors.ts'
import type { KnownPage, KnownQuery } from '../../core/ports/library-writer.ts'
import type { HostCalls, WorkerCalls } from './scan-protocol.ts'
import { unwireError } from './serve-scan-tasks.ts'

/** Where a worker runs: a thread is cheaper; only a process can be abandoned when its disk hangs. */
export type WorkerKind = 'thread' | 'process'

/** Answers a diff's questions about what storage knows. */
export type KnownSource = (query: KnownQuery) => Promise<KnownPage>

/** One worker, thread or process, and the calls to it. */
export class WorkerLink {
  readonly diffs = new Map<number, KnownSource>()
  readonly #rpc
  readonly #end: () => Promise<unknown>
  #lastSign = performance.now()
  #pending = 0
  #dead: ScanError | undefined

  constructor(kind: WorkerKind, entry: URL, settings: unknown) {
    const { post, on, onExit, end } = kind === 'thread' ? thread(entry, settings) : child(entry, settings)
    this.#end = end
    const host: HostCalls = {
      known: (id, query) => this.#known(id, query),
      alive: () => {
        this.#lastSign = performance.now()
      },
    }
    this.#rpc = createBirpc<WorkerCalls, HostCalls>(host, { post, on, timeout: -1 })
    onExit((why) =>
      this.#died(new ScanError('INTERNAL', `A worker that reads files ended: ${why}`, { retryable: true })),
    )
  }

  /** Milliseconds since the worker last showed a sign of life while it owes an answer; 0 when it owes none. */
  get silentMs(): number {
    return this.#pending === 0 ? 0 : performance.now() - this.#lastSign
  }

  get dead(): boolean {
    return this.#dead !== undefined
  }

  async call<T>(ask: (worker: WorkerCalls) => Promise<T>): Promise<T> {
    if (this.#dead !== undefined) throw this.#dead
    if (this.#pending++ === 0) this.#lastSign = performance.now()
    try {
      return await ask(this.#rpc as unknown as WorkerCalls)
    } catch (error) {
      throw this.#dead ?? unwireError(error)
    } finally {
      this.#pending--
      this.#lastSign = performance.now()
    }
  }

  /** Ends the worker; calls under way reject with `reason`. */
  async end(reason: ScanError = new ScanError('CLOSED', 'The scan’s workers are closed.')): Promise<void> {
    this.#died(reason)
    await this.#end()
  }

  async #known(id: number, query: KnownQuery): Promise<KnownPage> {
    const known = this.diffs.get(id)
    if (known === undefined) throw new ScanError('CLOSED', 'The diff has ended.')
    try {
      return await known(query)
    } finally {
      this.#lastSign = performance.now()
    }
  }

  #died(reason: ScanError): void {
    if (this.#dead !== undefined) return
    this.#dead = reason
    this.#rpc.$close(reason)
  }
}

interface Transport {
  post(message: unknown): void
  on(receive: (message: unknown) => void): void
  onExit(told: (why: string) => void): void
  end(): Promise<unknown>
}

const thread = (entry: URL, settings: unknown): Transport => {
  // Small young generations: rows are short-lived, and every thread would otherwise keep 16 MB and more of garbage.
  const worker = new Worker(entry, { workerData: settings, resourceLimits: { maxYoungGenerationSizeMb: 8 } })
  let cause: string | undefined
  worker.on('error', (error) => {
    cause = error instanceof Error ? error.message : String(error)
  })
  return {
    post: (message) => worker.postMessage(message),
    on: (receive) => worker.on('message', receive),
    onExit: (told) => worker.on('exit', (code) => told(cause ?? `exit code ${code}`)),
    end: () => worker.terminate(),
  }
}

const child = (entry: URL, settings: unknown): Transport => {
  const process: ChildProcess = fork(entry, {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  process.on('error', () => undefined)
  process.send(settings as object)
  return {
    post: (message) => void process.send(message as object, () => undefined),
    on: (receive) => process.on('message', (message) => message !== 'ready' && receive(message)),
    onExit: (told) => process.on('exit', (code, signal) => told(signal ?? `exit code ${code}`)),
    // A process stuck in a dead mount cannot be waited for.
    end: async () => {
      process.kill('SIGKILL')
      process.disconnect()
      process.unref()
    },
  }
}
