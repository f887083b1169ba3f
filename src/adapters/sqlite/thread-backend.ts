import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { ScanError } from '../../core/errors.ts'
import type { Backend } from './backend.ts'
import { errorOf, type Reply, requestText } from './messages.ts'

interface Waiting {
  resolve(value: unknown): void
  reject(error: unknown): void
}

const isSource = import.meta.url.endsWith('.ts')
const threadFile = new URL(isSource ? './thread.ts' : './sqlite-thread.js', import.meta.url)

/**
 * Opens a database file in a thread of its own.
 * @throws ScanError `STORAGE_UNAVAILABLE` or `STORAGE_NEWER`.
 */
export const threadBackend = async (path: string): Promise<Backend> => {
  // Node 22 calls node:sqlite experimental on every start; nobody who uses this package can do anything about it.
  const worker = new Worker(threadFile, {
    workerData: { path },
    // Rows are short-lived: a large young generation would only hold more garbage.
    resourceLimits: { maxYoungGenerationSizeMb: 8 },
    execArgv: ['--disable-warning=ExperimentalWarning'],
    name: 'soniquebay-sqlite',
  })
  const ended = once(worker, 'exit')
  const waiting = new Map<number, Waiting>()
  let lastId = 0
  let failure: unknown
  const fail = (error: unknown): void => {
    failure ??= error
    for (const { reject } of waiting.values()) reject(failure)
    waiting.clear()
  }
  worker.on('error', (cause) =>
    fail(new ScanError('STORAGE_FAILED', `The database thread stopped: ${String(cause)}`, { cause })),
  )
  worker.on('exit', () => fail(new ScanError('CLOSED', 'The database thread has ended: open the storage again.')))
  await new Promise<void>((resolve, reject) => {
    waiting.set(0, { resolve: () => resolve(), reject })
    worker.on('message', (message: string | null) => {
      const { id, value, error }: Reply = message === null ? { id: 0 } : JSON.parse(message)
      const call = waiting.get(id)
      waiting.delete(id)
      // Only a call under way keeps the process alive.
      if (waiting.size === 0) worker.unref()
      if (error === undefined) call?.resolve(value)
      else call?.reject(errorOf(error))
    })
  })
  return {
    call: (port, method, args) =>
      new Promise((resolve, reject) => {
        if (failure !== undefined) return reject(failure)
        const id = ++lastId
        const text = requestText(id, port, method, args)
        if (waiting.size === 0) worker.ref()
        waiting.set(id, { resolve, reject })
        worker.postMessage(text, text.facts === undefined ? [] : [text.facts.bytes.buffer])
      }),
    async close() {
      worker.ref()
      worker.postMessage(null)
      await ended
    },
  }
}
