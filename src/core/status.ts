import type { ScanRecord, UnitCount } from './model/scan.ts'
import type { TaskCount } from './model/task.ts'
import type { WorkerRecord } from './model/worker.ts'

/** How far a scan is, as storage knows it: the same in every process. */
export interface ScanProgress {
  /** Files read so far. */
  readonly current: number
  /** Files to read; `null` while discover still looks. */
  readonly total: number | null
  /** 0 to 100; `null` until the total is known. */
  readonly percent: number | null
  /** Since the last of these: the scan began, all its files were found, it was resumed; of one that has ended, over all its time. */
  readonly filesPerSecond: number
  /** Milliseconds it is likely to take still; `null` while the total is unknown, too little was read since to tell, all was read and settle draws its conclusions, or the scan does not run. */
  readonly leftMs: number | null
}

/** Where all work on a library stands, in whatever process. */
export interface Status {
  /** The newest scan. */
  readonly scan: ScanRecord | null
  readonly progress: ScanProgress | null
  /** Units that the scan has still to do. */
  readonly units: readonly UnitCount[]
  readonly tasks: readonly TaskCount[]
  /** Workers heard of within the last half minute. */
  readonly workers: readonly WorkerRecord[]
  /** Jobs waiting or in hand, by segment; `null` when the queue's server cannot be reached. */
  readonly queues: readonly { readonly segment: string; readonly size: number | null }[]
}

/** What settle takes, as a share of the time that reading takes: 10–20 % in first scans of 10,000 to 100,000 files, the longer in Postgres. */
const settleShare = 0.12
/** How much must have been read since the pace is measured before the end is told by it: such a share of the files, or what was read in so many milliseconds. Code is slow at first. */
const measured = { share: 0.05, ms: 3000 }

/** How far a scan is that has still these units to do. */
export const progressOf = (scan: ScanRecord, units: readonly UnitCount[], now: number): ScanProgress => {
  const { state, counts, startedAt, endedAt, paceFrom } = scan
  const known = !units.some(({ segment }) => segment === 'discover')
  const total = counts.changes
  const current = Math.min(counts.read, total)
  const since = counts.read - paceFrom.read
  const sinceMs = now - paceFrom.at
  const perSecond = endedAt === null ? rate(since, sinceMs) : rate(counts.read, endedAt - startedAt)
  const isMeasured = perSecond > 0 && (since >= total * measured.share || sinceMs >= measured.ms)
  return {
    current,
    total: known ? total : null,
    percent: !known ? null : total === 0 ? 100 : (current / total) * 100,
    filesPerSecond: perSecond,
    leftMs:
      known && isMeasured && state === 'running' && current < total
        ? Math.round(((total - current + total * settleShare) / perSecond) * 1000)
        : null,
  }
}

const rate = (files: number, ms: number): number => (ms > 0 ? files / (ms / 1000) : 0)
