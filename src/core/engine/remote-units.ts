import type { BegunScan } from '../ports/ledger.ts'
import type { Job, Queue } from '../ports/queue.ts'
import type { ScanWorkers } from '../ports/scan-workers.ts'
import type { Storage } from '../ports/storage.ts'
import type { Exclusion } from './exclusion.ts'
import { workUnit } from './unit-hand.ts'
import { unitJob, unitOf } from './unit-job.ts'
import { UnitRunner, type UnitRunnerParts } from './unit-runner.ts'
import type { HandleJob } from './work-run.ts'

/** The roots that this process can reach, and the readers for them. */
export interface Sight {
  readonly workers: ScanWorkers
  readonly rootIds: readonly string[]
}

/** What working another process's scans takes. */
export interface RemoteUnitsParts extends Omit<UnitRunnerParts, 'onStoppedRoot' | 'dispatch'> {
  readonly storage: Storage
  readonly queue: Queue
  readonly leaseMs: number
  readonly maxAttempts: number
  /** Of this process: a suspect is worked alone in it. */
  readonly exclusion: Exclusion
  /** What can be reached of these roots now. */
  readonly see: (rootIds: readonly string[]) => Promise<Sight>
}

/** What is known of a scan is asked again, because its roots may become more. */
const knownMs = 5000

/** Works extract units of scans that another process began. What it cannot reach it leaves in the ledger, for others. */
export const remoteUnits = (parts: RemoteUnitsParts): HandleJob => {
  const { storage, queue, leaseMs, maxAttempts, now, emit, exclusion } = parts
  let known: { readonly begun: BegunScan; readonly until: number } | undefined
  const units = new UnitRunner({
    ...parts,
    dispatch: () => Promise.reject(new TypeError('only the process that began a scan discovers')),
  })

  const scanOf = async (scanId: number): Promise<BegunScan | undefined> => {
    if (known?.begun.scan.id === scanId && performance.now() < known.until) return known.begun
    const scan = await storage.ledger.scan(scanId)
    if (scan === undefined) return undefined
    const begun = { scan, continues: null }
    known = { begun, until: performance.now() + knownMs }
    return begun
  }

  return async (job: Job) => {
    const place = unitOf(job)
    const begun = place === undefined ? undefined : await scanOf(place.scanId)
    if (place === undefined || begun === undefined) return { rest: true }
    const { workers, rootIds } = await parts.see(begun.scan.rootIds)
    const outcome = await exclusion.run(place.suspect, () =>
      workUnit(place, 'extract', {
        ...{ storage, leaseMs, maxAttempts, now, rootIds },
        run: (lease) => units.run(lease, begun, workers),
      }),
    )
    if (outcome.as === 'failed') {
      const message = outcome.error instanceof Error ? outcome.error.message : String(outcome.error)
      emit({ type: 'job-failed', segment: 'extract', job: job.id, message })
      return { rest: true }
    }
    if (outcome.as === 'none') return { rest: begun.scan.rootIds.some((id) => !rootIds.includes(id)) }
    const { unitIds, settleUnitId } = outcome.result
    const jobs = (ids: readonly number[], suspect: boolean) =>
      ids.map((unitId) => unitJob({ scanId: place.scanId, unitId }, suspect))
    // Parts of one that was taken apart.
    await queue.publish('extract', jobs(unitIds, true))
    if (settleUnitId !== null) await queue.publish('settle', jobs([settleUnitId], false))
    return { rest: false }
  }
}
