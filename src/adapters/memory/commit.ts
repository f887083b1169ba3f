import { ScanError } from '../../core/errors.ts'
import type { NewUnit, ScanCounts, ScanRecord } from '../../core/model/scan.ts'
import type { CommitResult, UnitCommit } from '../../core/ports/library-writer.ts'
import { requireLease } from './lease.ts'
import { type Library, placeKey } from './library.ts'
import { oweTask } from './owe-task.ts'
import { recordLoss } from './pending.ts'
import {
  putAlbumSeed,
  putAlbumSummary,
  putArtistSeed,
  putArtistSummary,
  removeAlbum,
  removeArtist,
} from './write-entities.ts'
import { markMissing, renewStamp, writeTracks } from './write-tracks.ts'

/** One transaction, in the order of {@link UnitCommit}. */
export const commit = (library: Library, unit: UnitCommit): CommitResult =>
  library.journal.transaction(() => {
    requireLease(library, unit.lease)
    const scan = scanOf(library, unit.lease.scanId)
    writeLibrary(library, unit, scan)
    return writeLedger(library, unit, scan)
  })

const writeLibrary = (library: Library, unit: UnitCommit, scan: ScanRecord): void => {
  const { now } = unit
  for (const seed of unit.artists ?? []) putArtistSeed(library, seed)
  for (const seed of unit.albums ?? []) putAlbumSeed(library, seed)
  for (const id of unit.vacate ?? []) markMissing(library, id, 'overwritten', now)
  writeTracks(library, unit.tracks ?? [], scan, now)
  for (const stamp of unit.stamps ?? []) renewStamp(library, stamp, scan)
  for (const arrival of unit.arrivals ?? []) library.arrivals.put({ kind: 'arrival', arrival, readScan: scan.id })
  for (const { rootId, path } of unit.settled ?? []) library.arrivals.delete(placeKey(rootId, path))
  for (const loss of unit.losses ?? []) recordLoss(library, loss)
  for (const id of unit.forgiven ?? []) library.losses.delete(id)
  for (const { trackId, reason } of unit.missing ?? []) markMissing(library, trackId, reason, now)
  for (const error of unit.errors ?? []) library.errors.put({ kind: 'error', error, readScan: scan.id })
  for (const { rootId, path } of unit.healed ?? []) library.errors.delete(placeKey(rootId, path))
  for (const state of unit.folders ?? []) library.folders.put({ kind: 'folder', state })
  for (const { rootId, key } of unit.relistFolders ?? []) relistFolder(library, placeKey(rootId, key))
  for (const { rootId, key } of unit.forgetFolders ?? []) library.folders.delete(placeKey(rootId, key))
  for (const summary of unit.albumSummaries ?? []) putAlbumSummary(library, summary)
  for (const summary of unit.artistSummaries ?? []) putArtistSummary(library, summary)
  for (const id of unit.removeAlbums ?? []) removeAlbum(library, id)
  for (const id of unit.removeArtists ?? []) removeArtist(library, id)
  for (const task of unit.tasks ?? []) oweTask(library, task, now)
}

const relistFolder = (library: Library, place: string): void => {
  const row = library.folders.get(place)
  if (row !== undefined) library.folders.put({ ...row, state: { ...row.state, mtimeUs: null } })
}

const writeLedger = (library: Library, unit: UnitCommit, scan: ScanRecord): CommitResult => {
  const found = unit.finished === true && unit.lease.segment === 'discover'
  const unitIds = (unit.units ?? []).map((added) => putUnit(library, scan.id, added))
  const counts = addCounts(scan.counts, unit.counts ?? {})
  if (unit.finished) library.units.delete(String(unit.lease.unitId))
  let openUnits = scan.openUnits + unitIds.length - (unit.finished ? 1 : 0)
  let settleUnitId: number | null = null
  if (unit.finished && unit.thenSettle && openUnits === 0 && hasWorkForSettle(library, counts)) {
    settleUnitId = putUnit(library, scan.id, { segment: 'settle', rootId: null, payload: '{}' })
    openUnits = 1
  }
  const paceFrom = found ? { at: unit.now, read: counts.read } : scan.paceFrom
  library.scans.put({ ...scan, counts, openUnits, paceFrom })
  return { unitIds, settleUnitId, openUnits }
}

/** Adds a free unit of a scan and returns its id. */
export const putUnit = (library: Library, scanId: number, unit: NewUnit): number => {
  const unitId = library.nextUnitId()
  library.units.put({ ...unit, unitId, scanId, token: null, leaseUntil: 0, attempts: 0 })
  return unitId
}

const scanOf = (library: Library, scanId: number): ScanRecord => {
  const scan = library.scans.get(String(scanId))
  if (scan === undefined) throw new ScanError('USAGE', `There is no scan ${scanId}.`)
  return scan
}

const addCounts = (counts: ScanCounts, more: Partial<ScanCounts>): ScanCounts => {
  const sum: Record<keyof ScanCounts, number> = { ...counts }
  for (const name of Object.keys(counts) as (keyof ScanCounts)[]) sum[name] += more[name] ?? 0
  return sum
}

const hasWorkForSettle = (library: Library, { seen, ...counts }: ScanCounts): boolean =>
  Object.values(counts).some((count) => count > 0) ||
  library.arrivals.size + library.losses.size + library.unsettledAlbums.size + library.unsettledArtists.size > 0
