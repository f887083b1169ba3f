import type { Rate } from './ports/rate-limit.ts'

/** How the jobs of one segment are worked. */
export interface ChannelSettings {
  /** Jobs at work at once in one process. */
  readonly concurrency: number
  /** Jobs a process takes from the queue beyond those at work. */
  readonly prefetch: number
  /** Jobs that may wait in the queue; the ledger holds the rest. */
  readonly backlog: number
  /** How often a job may begin, over all processes; `null`: as often as it can. */
  readonly rate: Rate | null
  /** Milliseconds after which a job has failed. */
  readonly timeLimitMs: number
  /** Cron expression of when due work is given out, until none is due; `null`: always. */
  readonly schedule: string | null
}
