import { ScanError } from '../core/errors.ts'
import type { ScanState } from '../core/model/scan.ts'
import type { Queue } from '../core/ports/queue.ts'
import type { Storage } from '../core/ports/storage.ts'
import { progressOf, type Status } from '../core/status.ts'

/** A worker that was not heard of for so long is not shown: it tells of itself every 5 seconds. */
const aliveMs = 30_000

/** Where all work stands. */
export const statusOf = async (
  { ledger, tasks, crew }: Storage,
  queue: Queue,
  segments: readonly string[],
  now: number,
): Promise<Status> => {
  const scan = await ledger.scan()
  const units = scan === undefined ? [] : await ledger.countUnits(scan.id, now)
  return {
    scan: scan ?? null,
    progress: scan === undefined ? null : progressOf(scan, units, now),
    units,
    tasks: await tasks.countTasks(),
    workers: await crew.workers(now - aliveMs),
    queues: await Promise.all(
      segments.map(async (segment) => ({ segment, size: await queue.size(segment).catch(() => null) })),
    ),
  }
}

/** Pauses, resumes or cancels the scan under way, whichever process runs it. */
export const controlScan = async (
  { ledger }: Storage,
  to: 'pause' | 'resume' | 'cancel',
  now: number,
): Promise<void> => {
  const scan = await ledger.scan()
  const wanted: ScanState = to === 'pause' ? 'paused' : to === 'resume' ? 'running' : 'cancelled'
  if (scan === undefined || !(scan.state === 'running' || scan.state === 'paused'))
    throw new ScanError(
      'USAGE',
      `There is no scan to ${to}${scan === undefined ? '' : `: the last one is ${scan.state}`}.`,
    )
  if (scan.state === wanted) return
  await ledger.setScanState(scan.id, wanted, to === 'cancel' ? 'Cancelled by another process.' : null, now)
}
