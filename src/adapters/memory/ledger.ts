import { randomUUID } from 'node:crypto'
import { ScanError } from '../../core/errors.ts'
import {
  type FreeUnit,
  noCounts,
  type ScanRecord,
  type ScanState,
  type UnitCount,
  type UnitLease,
} from '../../core/model/scan.ts'
import type { BeginScan, BegunScan, ClaimUnit } from '../../core/ports/ledger.ts'
import { compareKeys } from '../../core/text/compare-keys.ts'
import { rootsWith } from '../support/roots-with.ts'
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
      libraryWasEmpty: !hasTrackBefore(library, continues?.generation ?? id),
      paceFrom: { at: now, read: 0 },
    }
    library.scans.put(scan)
    for (const { rootId, payload } of discover) putUnit(library, id, { segment: 'discover', rootId, payload })
    return { scan, continues }
  })

const interrupted = (scan: ScanRecord, now: number): ScanRecord =>
  scan.endedAt === null ? { ...scan, state: 'interrupted', endedAt: now } : scan

const hasTrackBefore = (library: Library, generation: number): boolean => {
  for (const track of library.tracks.values()) if (track.generation < generation) return true
  return false
}

export const extendScan = (library: Library, scanId: number, discover: BeginScan['discover']): boolean =>
  library.journal.transaction(() => {
    const scan = library.scans.get(String(scanId))
    if (scan?.state !== 'running' || !owesMoreThanSettle(library, scanId)) return false
    for (const { rootId, payload } of discover) putUnit(library, scanId, { segment: 'discover', rootId, payload })
    library.scans.put({
      ...scan,
      rootIds: rootsWith(scan.rootIds, discover),
      openUnits: scan.openUnits + discover.length,
    })
    return true
  })

const owesMoreThanSettle = (library: Library, scanId: number): boolean => {
  for (const unit of library.units.values()) if (unit.scanId === scanId && unit.segment !== 'settle') return true
  return false
}

export const claimUnit = (
  library: Library,
  { scanId, unitId, segments, rootIds, leaseMs, now }: ClaimUnit,
): UnitLease | undefined => {
  if (library.scans.get(String(scanId))?.state !== 'running') return undefined
  const isDue = (unit: UnitRow): boolean =>
    isFree(unit, scanId, now) &&
    segments.includes(unit.segment) &&
    (rootIds === undefined || unit.rootId === null || rootIds.includes(unit.rootId))
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

export const freeUnits = (library: Library, scanId: number, now: number, limit: number): FreeUnit[] =>
  [...library.units.values()]
    .filter((unit) => isFree(unit, scanId, now))
    .sort((a, b) => a.unitId - b.unitId)
    .slice(0, limit)
    .map(({ unitId, segment, attempts }) => ({ unitId, segment, attempts }))

export const countUnits = (library: Library, scanId: number, now: number): UnitCount[] => {
  const ofScan = [...library.units.values()].filter((unit) => unit.scanId === scanId)
  return [...Map.groupBy(ofScan, (unit) => unit.segment)]
    .sort(([a], [b]) => compareKeys(a, b))
    .map(([segment, units]) => {
      const waiting = units.filter((unit) => isFree(unit, scanId, now)).length
      return { segment, waiting, leased: units.length - waiting }
    })
}

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
  const paceFrom = state === 'running' ? { at: now, read: scan.counts.read } : scan.paceFrom
  library.scans.put({ ...scan, state, message, endedAt: hasEnded(state) ? now : null, paceFrom })
}
