import { randomUUID } from 'node:crypto'
import { ScanError } from '../../core/errors.ts'
import { noCounts, type ScanRecord, type ScanState, type UnitLease } from '../../core/model/scan.ts'
import type { BeginScan, BegunScan, ClaimUnit } from '../../core/ports/ledger.ts'
import { putUnit } from './commit.ts'
import { leasedUnit, requireLease } from './lease.ts'
import type { Library } from './library.ts'
import type { UnitRow } from './rows.ts'

/** @param locked Whether a scan is under way in this storage. */
export const beginScan = (library: Library, { rootIds, mode, now, discover }: BeginScan, locked: boolean): BegunScan =>
  library.journal.transaction(() => {
    const newest = library.scans.get(String(library.lastScanId))
    if (locked) {
      throw new ScanError(
        'SCAN_RUNNING',
        `Scan ${newest?.id} is under way. Join it, or begin another when it has ended.`,
      )
    }
    const continues =
      newest === undefined || newest.state === 'done' || newest.state === 'failed' ? null : interrupted(newest, now)
    if (continues !== null) library.scans.put(continues)
    for (const { unitId } of [...library.units.values()]) library.units.delete(String(unitId))
    for (const { trackId } of [...library.losses.values()]) library.losses.delete(trackId)
    const id = ++library.lastScanId
    const scan: ScanRecord = {
      id,
      generation: continues?.generation ?? id,
      mode: continues !== null && mode === 'quick' ? 'incremental' : mode,
      rootIds,
      state: 'running',
      startedAt: now,
      endedAt: null,
      openUnits: discover.length,
      counts: noCounts,
      message: null,
    }
    library.scans.put(scan)
    for (const { rootId, payload } of discover) putUnit(library, id, { segment: 'discover', rootId, payload })
    return { scan, continues, libraryWasEmpty: !hasTrackBefore(library, scan.generation) }
  })

const interrupted = (scan: ScanRecord, now: number): ScanRecord =>
  scan.endedAt === null ? { ...scan, state: 'interrupted', endedAt: now } : scan

const hasTrackBefore = (library: Library, generation: number): boolean => {
  for (const track of library.tracks.values()) if (track.generation < generation) return true
  return false
}

export const claimUnit = (
  library: Library,
  { scanId, unitId, segments, leaseMs, now }: ClaimUnit,
): UnitLease | undefined => {
  const isDue = (unit: UnitRow): boolean => isFree(unit, scanId, now) && segments.includes(unit.segment)
  const wanted = unitId === undefined ? oldest(library, isDue) : library.units.get(String(unitId))
  if (wanted === undefined || !isDue(wanted)) return undefined
  const token = randomUUID()
  const claimed = { ...wanted, token, leaseUntil: now + leaseMs, attempts: wanted.attempts + 1 }
  library.units.put(claimed)
  const { leaseUntil, ...lease } = claimed
  return lease
}

const isFree = (unit: UnitRow, scanId: number, now: number): boolean => unit.scanId === scanId && unit.leaseUntil <= now

const oldest = (library: Library, isDue: (unit: UnitRow) => boolean): UnitRow | undefined => {
  let found: UnitRow | undefined
  for (const unit of library.units.values()) {
    if ((found === undefined || unit.unitId < found.unitId) && isDue(unit)) found = unit
  }
  return found
}

export const renewUnit = (library: Library, lease: UnitLease, leaseMs: number, now: number): void =>
  library.units.put({ ...requireLease(library, lease), leaseUntil: now + leaseMs })

export const releaseUnit = (library: Library, lease: UnitLease): void => {
  const unit = leasedUnit(library, lease)
  if (unit !== undefined) library.units.put({ ...unit, token: null, leaseUntil: 0 })
}

export const freeUnits = (
  library: Library,
  scanId: number,
  now: number,
  limit: number,
): Pick<UnitRow, 'unitId' | 'segment'>[] =>
  [...library.units.values()]
    .filter((unit) => isFree(unit, scanId, now))
    .sort((a, b) => a.unitId - b.unitId)
    .slice(0, limit)
    .map(({ unitId, segment }) => ({ unitId, segment }))

/** Whether a scan in this state has ended. */
export const hasEnded = (state: ScanState): boolean => state !== 'running' && state !== 'paused'

export const setScanState = (
  library: Library,
  scanId: number,
  state: ScanState,
  message: string | null,
  now: number,
): void => {
  const scan = library.scans.get(String(scanId))
  if (scan === undefined) throw new ScanError('USAGE', `There is no scan ${scanId}.`)
  library.scans.put({ ...scan, state, message, endedAt: hasEnded(state) ? now : null })
}
