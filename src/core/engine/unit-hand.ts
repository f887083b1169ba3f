import { ScanError } from '../errors.ts'
import type { UnitLease, UnitSegment } from '../model/scan.ts'
import type { CommitResult, UnitCommit } from '../ports/library-writer.ts'
import type { Storage } from '../ports/storage.ts'
import type { UnitPlace } from './unit-job.ts'
import { changesOf, extractUnit } from './units-of.ts'

/** What a hand is made of. */
export interface UnitHandParts {
  readonly storage: Storage
  readonly leaseMs: number
  readonly maxAttempts: number
  readonly now: () => number
  /** Roots whose files can be reached from here; absent: all. */
  readonly rootIds?: readonly string[]
  /** Does the unit's work, to its last commit. */
  readonly run: (lease: UnitLease) => Promise<CommitResult>
}

/** How the work on a unit ended. `none`: there was nothing to do. */
export type UnitOutcome =
  | { readonly as: 'none' }
  | { readonly as: 'done'; readonly result: CommitResult }
  /** Handed back. `again`: the error may pass. */
  | { readonly as: 'failed'; readonly lease: UnitLease; readonly error: unknown; readonly again: boolean }

/** Parts that a unit is cut into which has failed too often: the one with the culprit fails alone. */
const parts = 16

/** Works one unit: claims it, keeps its lease alive, and hands it back when its work fails. A unit that failed too often is taken apart, down to the file that ends its workers. */
export const workUnit = async (
  { scanId, unitId }: UnitPlace,
  segment: UnitSegment,
  { storage, leaseMs, maxAttempts, now, rootIds, run }: UnitHandParts,
): Promise<UnitOutcome> => {
  const { ledger, writer } = storage
  const lease = await ledger.claimUnit({
    ...{ scanId, unitId, segments: [segment], leaseMs, now: now() },
    ...(rootIds === undefined ? {} : { rootIds }),
  })
  if (lease === undefined) return { as: 'none' }
  const renewal = setInterval(() => ledger.renewUnit(lease, leaseMs, now()).catch(() => undefined), leaseMs / 3)
  renewal.unref()
  try {
    if (lease.attempts <= maxAttempts) return { as: 'done', result: await run(lease) }
    if (segment !== 'extract')
      throw new ScanError('INTERNAL', `The unit ${unitId} (${segment}) ended its workers ${maxAttempts} times.`)
    return { as: 'done', result: await writer.commit(takenApart(lease, maxAttempts, now())) }
  } catch (error) {
    if (ScanError.is(error) && error.code === 'LEASE_LOST') return { as: 'none' }
    await ledger.releaseUnit(lease).catch(() => undefined)
    const again =
      ScanError.is(error) && error.retryable && error.code !== 'STORAGE_FAILED' && lease.attempts < maxAttempts
    return { as: 'failed', lease, error, again }
  } finally {
    clearInterval(renewal)
  }
}

const takenApart = (lease: UnitLease, attempts: number, now: number): UnitCommit => {
  const changes = changesOf(lease.payload)
  const [first] = changes
  if (first !== undefined && changes.length > 1) {
    const size = Math.ceil(changes.length / parts)
    const units = Array.from({ length: Math.ceil(changes.length / size) }, (_, part) =>
      extractUnit(first.rootId, changes.slice(part * size, (part + 1) * size)),
    )
    return { lease, now, units, finished: true }
  }
  return {
    lease,
    now,
    errors: changes.map(({ rootId, path, size, mtimeUs, ctimeUs }) => ({
      rootId,
      path,
      code: 'FILE_DAMAGED',
      stage: 'extract',
      message: `Reading this file ended ${attempts} workers. It is left alone until it changes.`,
      retryable: false,
      stamp: { size, mtimeUs, ctimeUs },
      at: now,
    })),
    counts: { errors: changes.length },
    finished: true,
    thenSettle: true,
  }
}
