import { setTimeout as sleep } from 'node:timers/promises'
import { ScanError } from '../errors.ts'
import type { Storage } from '../ports/storage.ts'

/** How long faults of the storage are waited out. */
export interface Patience {
  readonly maxWaitMs: number
  readonly signal: AbortSignal
  readonly onWait: (message: string, waitedMs: number) => void
}

/**
 * The same storage, whose calls are repeated while they fail with a retryable `ScanError`, with growing pauses, for `maxWaitMs` at most. Every call of the ports is
 * one transaction and checks its lease, so repeating one that did commit does nothing.
 */
export const patientStorage = (storage: Storage, patience: Patience): Storage => ({
  ...storage,
  capabilities: storage.capabilities,
  limits: storage.limits,
  writer: patient(storage.writer, patience),
  reader: storage.reader,
  ledger: patient(storage.ledger, patience),
  tasks: patient(storage.tasks, patience),
  crew: patient(storage.crew, patience),
  open: () => storage.open(),
  close: () => storage.close(),
})

const patient = <Port extends object>(port: Port, patience: Patience): Port =>
  new Proxy(port, {
    get(target, key) {
      const method: unknown = Reflect.get(target, key)
      if (typeof method !== 'function') return method
      return (...args: unknown[]) => insist(() => Reflect.apply(method, target, args), patience)
    },
  })

const insist = async (call: () => unknown, { maxWaitMs, signal, onWait }: Patience): Promise<unknown> => {
  const from = performance.now()
  for (let pause = 50; ; pause = Math.min(pause * 2, 5000)) {
    try {
      return await call()
    } catch (error) {
      const waited = performance.now() - from
      if (!mayPass(error) || waited + pause > maxWaitMs || signal.aborted) throw error
      onWait(error.message, Math.round(waited))
      await sleep(pause, undefined, { signal }).catch(() => undefined)
    }
  }
}

/** Another process's scan is no fault of the storage. */
const mayPass = (error: unknown): error is ScanError =>
  ScanError.is(error) && error.retryable && error.code !== 'SCAN_RUNNING'
