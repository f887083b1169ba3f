import type { FreeUnit, ScanRecord, UnitSegment } from '../model/scan.ts'
import type { Storage } from '../ports/storage.ts'

/** What a follower tells its run. */
export interface ScanFollowerParts {
  readonly scanId: number
  readonly storage: Storage
  readonly now: () => number
  /** Units to look for at once; 0 when no unit can get lost, because the queue is in this process. */
  readonly lostUnits: number
  /** Jobs of a segment that wait in the queue or are in hand. */
  readonly queued: (segment: UnitSegment) => Promise<number>
  /** Where the scan stood when it was asked (`performance.now()`). */
  readonly onRecord: (record: ScanRecord, askedAt: number) => void
  /** Units that nobody has and no queue seems to hold. `suspect`: they were at work before. */
  readonly onLost: (segment: UnitSegment, unitIds: readonly number[], suspect: boolean) => Promise<void>
}

/** Between two looks. */
const followMs = 1000

/**
 * Follows a scan in storage while this process runs it: others may pause or cancel it, finish its last unit, or hold units that come back when they die. A unit that is free in
 * two looks is published again: when it was at work before, or when its queue holds fewer jobs than there are free units.
 */
export const followScan = (parts: ScanFollowerParts): (() => void) => {
  const { scanId, storage, now, lostUnits, onRecord } = parts
  let free: ReadonlySet<number> = new Set()
  const findLost = async (): Promise<void> => {
    const units = await storage.ledger.freeUnits(scanId, now(), lostUnits)
    const freeAgain = units.filter(({ unitId }) => free.has(unitId))
    free = new Set(units.map(({ unitId }) => unitId))
    for (const [segment, some] of Map.groupBy(freeAgain, (unit) => unit.segment))
      await publishAgain(segment, some, units.filter((unit) => unit.segment === segment).length)
  }
  const publishAgain = async (segment: UnitSegment, units: readonly FreeUnit[], waiting: number): Promise<void> => {
    const [suspects, fresh] = [
      units.filter(({ attempts }) => attempts > 0),
      units.filter((unit) => unit.attempts === 0),
    ]
    if (suspects.length > 0) await parts.onLost(segment, idsOf(suspects), true)
    if (fresh.length > 0 && (await parts.queued(segment)) < waiting) await parts.onLost(segment, idsOf(fresh), false)
  }
  const look = async (): Promise<void> => {
    const askedAt = performance.now()
    const record = await storage.ledger.scan(scanId)
    if (record === undefined) return
    onRecord(record, askedAt)
    if (lostUnits > 0 && record.state === 'running') seek()
  }
  const follow = oneAtATime(look)
  // On its own: while a queue is away, its scan can be paused and cancelled.
  const seek = oneAtATime(findLost)
  const timer = setInterval(follow, followMs)
  timer.unref()
  return () => clearInterval(timer)
}

const idsOf = (units: readonly FreeUnit[]): number[] => units.map(({ unitId }) => unitId)

/** Starts the work unless it is still under way. A storage or queue that is away is told of by those who need it. */
const oneAtATime = (work: () => Promise<void>): (() => void) => {
  let working = false
  return () => {
    if (working) return
    working = true
    work()
      .catch(() => undefined)
      .finally(() => {
        working = false
      })
  }
}
