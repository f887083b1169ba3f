import type { NewUnit, UnitLease } from '../../core/model/scan.ts'
import type { CommitResult, UnitCommit } from '../../core/ports/library-writer.ts'
import { addCounts, didAnything, leaseLost } from '../support/scan-counts.ts'
import { CommitScope } from './commit-scope.ts'
import type { Connection } from './connection.ts'
import { markMissing } from './mark-missing.ts'
import { oweTasks } from './owe-tasks.ts'
import { dropArrivals, forgiveLosses, writeArrivals, writeLosses } from './pending.ts'
import {
  removeAlbums,
  removeArtists,
  seedAlbums,
  seedArtists,
  summariseAlbums,
  summariseArtists,
} from './write-entities.ts'
import { forgetFolders, healErrors, relistFolders, writeErrors, writeFolders, writeStamps } from './write-files.ts'
import { writeTracks } from './write-tracks.ts'

/** One transaction of a unit, in the order that the contract names. */
export const commit = (db: Connection, work: UnitCommit): CommitResult =>
  db.transaction(() => {
    const { scanId } = work.lease
    const scan = leasedScan(db, work.lease)
    const scope = new CommitScope(db, work.now)
    seedArtists(scope, work.artists ?? [])
    seedAlbums(scope, work.albums ?? [])
    for (const id of work.vacate ?? []) markMissing(scope, id, 'overwritten')
    writeTracks(scope, { scanId, generation: scan.generation }, work.tracks ?? [])
    writeStamps(scope, scanId, work.stamps ?? [])
    writeArrivals(scope, scanId, work.arrivals ?? [])
    dropArrivals(scope, work.settled ?? [])
    writeLosses(scope, work.losses ?? [])
    forgiveLosses(scope, work.forgiven ?? [])
    for (const { trackId, reason } of work.missing ?? []) markMissing(scope, trackId, reason)
    writeErrors(scope, scanId, work.errors ?? [])
    healErrors(scope, work.healed ?? [])
    writeFolders(scope, work.folders ?? [])
    relistFolders(scope, work.relistFolders ?? [])
    forgetFolders(scope, work.forgetFolders ?? [])
    scope.flush()
    summariseAlbums(scope, work.albumSummaries ?? [])
    summariseArtists(scope, work.artistSummaries ?? [])
    removeAlbums(scope, work.removeAlbums ?? [])
    removeArtists(scope, work.removeArtists ?? [])
    oweTasks(db, scope.keys, work.tasks ?? [], work.now)
    return account(db, work, scan)
  })

interface LeasedScan {
  readonly generation: number
  readonly open_units: number
  readonly counts: string
}

const leasedScan = (db: Connection, lease: UnitLease): LeasedScan => {
  const scan = db.get<LeasedScan>(
    'SELECT generation, open_units, counts FROM units JOIN scans USING (scan_id) WHERE unit_id = ? AND scan_id = ? AND token = ?',
    ...[lease.unitId, lease.scanId, lease.token],
  )
  if (scan === undefined) throw leaseLost(lease)
  return scan
}

/** Units that follow, counts, and the end of this unit. */
const account = (db: Connection, work: UnitCommit, scan: LeasedScan): CommitResult => {
  const { scanId, unitId } = work.lease
  const unitIds = (work.units ?? []).map((unit) => insertUnit(db, scanId, unit))
  let openUnits = scan.open_units + unitIds.length
  if (work.finished === true) {
    db.run('DELETE FROM units WHERE unit_id = ?', unitId)
    openUnits--
  }
  const counts = addCounts(JSON.parse(scan.counts), work.counts)
  const settles =
    work.finished === true && work.thenSettle === true && openUnits === 0 && (didAnything(counts) || anythingWaits(db))
  const settleUnitId = settles ? insertUnit(db, scanId, { segment: 'settle', rootId: null, payload: '{}' }) : null
  if (settles) openUnits++
  if (openUnits !== scan.open_units || work.counts !== undefined)
    db.run('UPDATE scans SET open_units = ?, counts = ? WHERE scan_id = ?', openUnits, JSON.stringify(counts), scanId)
  if (work.finished === true && work.lease.segment === 'discover') measurePaceAnew(db, scanId, work.now)
  return { unitIds, settleUnitId, openUnits }
}

/** What is read from now on tells a scan's pace. */
export const measurePaceAnew = (db: Connection, scanId: number, now: number): void => {
  db.run("UPDATE scans SET pace_at = ?, pace_read = counts ->> '$.read' WHERE scan_id = ?", now, scanId)
}

/** Puts a unit into the ledger; returns its id. */
export const insertUnit = (db: Connection, scanId: number, { segment, rootId, payload }: NewUnit): number =>
  db.insert(
    'INSERT INTO units (scan_id, segment, root_id, payload) VALUES (?, ?, ?, ?)',
    scanId,
    segment,
    rootId,
    payload,
  )

const anythingWaits = (db: Connection): boolean =>
  db.get<{ waits: number }>(
    `SELECT EXISTS (SELECT 1 FROM pending) OR EXISTS (SELECT 1 FROM pending_losses)
       OR EXISTS (SELECT 1 FROM albums WHERE unsettled = 1) OR EXISTS (SELECT 1 FROM artists WHERE unsettled = 1) AS waits`,
  )?.waits === 1
