import type { WorkerBeat, WorkerRecord } from '../../core/model/worker.ts'
import { compareKeys } from '../../core/text/compare-keys.ts'
import { dayMs } from '../support/day.ts'
import type { Library } from './library.ts'

export const takeLease = ({ leases }: Library, name: string, holder: string, leaseMs: number, now: number): boolean => {
  const held = leases.get(name)
  if (held !== undefined && held.holder !== holder && held.until > now) return false
  leases.set(name, { holder, until: now + leaseMs })
  return true
}

export const releaseLease = ({ leases }: Library, name: string, holder: string): void => {
  if (leases.get(name)?.holder === holder) leases.delete(name)
}

export const beat = ({ workers }: Library, worker: WorkerBeat, now: number): void => {
  workers.set(worker.workerId, { ...worker, seenAt: now })
  for (const { workerId, seenAt } of [...workers.values()]) if (seenAt < now - dayMs) workers.delete(workerId)
}

export const workersSince = ({ workers }: Library, since: number): WorkerRecord[] =>
  [...workers.values()]
    .filter((worker) => worker.seenAt >= since)
    .sort((a, b) => compareKeys(a.workerId, b.workerId))
    .map((worker) => ({ ...worker }))
