import type { WorkerBeat, WorkerRecord } from '../model/worker.ts'

/** Who works on the library, in whatever process. Each method is one transaction. */
export interface Crew {
  /**
   * Takes or prolongs a named lease for `holder`, for `leaseMs` from `now`: of all processes one dispatches tasks, one runs the daily maintenance.
   * @returns Whether `holder` has it now.
   */
  takeLease(name: string, holder: string, leaseMs: number, now: number): Promise<boolean>
  /** Gives a lease up, if `holder` has it. */
  releaseLease(name: string, holder: string): Promise<void>
  /** Says that a worker lives. */
  beat(worker: WorkerBeat, now: number): Promise<void>
  /** A worker has ended; unknown ones are passed over. */
  leave(workerId: string): Promise<void>
  /** Workers heard of at or after `since` (ms), by id in byte order. Those not heard of for a day are forgotten. */
  workers(since: number): Promise<readonly WorkerRecord[]>
}
