import type { NewUnit, UnitLease } from '../../core/model/scan.ts'
import type { CommitResult, UnitCommit } from '../../core/ports/library-writer.ts'
import { addCounts, didAnything, leaseLost } from '../support/scan-counts.ts'
import { useIndexes } from './by-index.ts'
import { CommitScope } from './commit-scope.ts'
import type { Connection } from './connection.ts'
import type { Database } from './database.ts'
import { markMissing } from './mark-missing.ts'
import { oweTasks } from './owe-tasks.ts'
import { forgiveLosses, writeArrivals, writeLosses } from './pending.ts'
import { insertRows } from './recordset.ts'
import {
  removeAlbums,
  removeArtists,
  seedAlbums,
  seedArtists,
  summariseAlbums,
  summariseArtists,
} from './write-entities.ts'
import { dropAt, forgetFolders, relistFolders, writeErrors, writeFolders, writeStamps } from './write-files.ts'
import { prepareTracks, writeTracks } from './write-tracks.ts'

/** One transaction of a unit, in the order that the contract names. */
export const commit = async (database: Database, work: UnitCommit): Promise<CommitResult> => {
  const tracks = prepareTracks(work.tracks ?? [])
  return database.transaction(async (db) => {
    const { scanId } = work.lease
    await useIndexes(db)
    const scope = await CommitScope.open(db, work.now)
    const scan = await leasedScan(db, work.lease)
    await seedArtists(scope, work.artists ?? [])
    await seedAlbums(scope, work.albums ?? [])
    await markMissing(
      scope,
      (work.vacate ?? []).map((trackId) => ({ trackId, reason: 'overwritten' })),
    )
    await writeTracks(scope, { scanId, generation: scan.generation }, tracks)
    await writeStamps(scope, scanId, work.stamps ?? [])
    await writeArrivals(scope, scanId, work.arrivals ?? [])
    await dropAt(scope, 'pending', work.settled ?? [])
    await writeLosses(scope, work.losses ?? [])
    await forgiveLosses(scope, work.forgiven ?? [])
    await markMissing(scope, work.missing ?? [])
    await writeErrors(scope, scanId, work.errors ?? [])
    await dropAt(scope, 'errors', work.healed ?? [])
    await writeFolders(scope, work.folders ?? [])
    await relistFolders(scope, work.relistFolders ?? [])
    await forgetFolders(scope, work.forgetFolders ?? [])
    await scope.flush()
    await summariseAlbums(scope, work.albumSummaries ?? [])
    await summariseArtists(scope, work.artistSummaries ?? [])
    await removeAlbums(scope, work.removeAlbums ?? [])
    await removeArtists(scope, work.removeArtists ?? [])
    await oweTasks(db, work.tasks ?? [], work.now)
    return account(db, work, scan)
  })
}

interface LeasedScan {
  readonly generation: number
  readonly open_units: number
  readonly counts: string
}

const leasedScan = async (db: Connection, lease: UnitLease): Promise<LeasedScan> => {
  const scan = await db.get<LeasedScan>(
    'SELECT generation, open_units, counts FROM units JOIN scans USING (scan_id) WHERE unit_id = ? AND scan_id = ? AND token = ? FOR UPDATE',
    ...[lease.unitId, lease.scanId, lease.token],
  )
  if (scan === undefined) throw leaseLost(lease)
  return scan
}

/** Units that follow, counts, and the end of this unit. */
const account = async (db: Connection, work: UnitCommit, scan: LeasedScan): Promise<CommitResult> => {
  const { scanId, unitId } = work.lease
  const unitIds = await insertUnits(db, scanId, work.units ?? [])
  let openUnits = scan.open_units + unitIds.length
  if (work.finished === true) {
    await db.run('DELETE FROM units WHERE unit_id = ?', unitId)
    openUnits--
  }
  const counts = addCounts(JSON.parse(scan.counts), work.counts)
  const settles =
    work.finished === true &&
    work.thenSettle === true &&
    openUnits === 0 &&
    (didAnything(counts) || (await anythingWaits(db)))
  const [settleUnitId = null] = settles
    ? await insertUnits(db, scanId, [{ segment: 'settle', rootId: null, payload: '{}' }])
    : []
  if (settles) openUnits++
  if (openUnits !== scan.open_units || work.counts !== undefined)
    await db.run(
      'UPDATE scans SET open_units = ?, counts = ? WHERE scan_id = ?',
      openUnits,
      JSON.stringify(counts),
      scanId,
    )
  if (work.finished === true && work.lease.segment === 'discover') await measurePaceAnew(db, scanId, work.now)
  return { unitIds, settleUnitId, openUnits }
}

/** What is read from now on tells a scan's pace. */
export const measurePaceAnew = async (db: Connection, scanId: number, now: number): Promise<void> => {
  await db.run(
    "UPDATE scans SET pace_at = ?, pace_read = (counts::json ->> 'read')::bigint WHERE scan_id = ?",
    now,
    scanId,
  )
}

const unitColumns = { scan_id: 'bigint', segment: 'text', root_id: 'text', payload: 'text' } as const

/** Puts units into the ledger; returns their ids. */
export const insertUnits = async (db: Connection, scanId: number, units: readonly NewUnit[]): Promise<number[]> => {
  if (units.length === 0) return []
  const rows = await db.all<{ unit_id: number }>(
    `${insertRows('units', unitColumns)} RETURNING unit_id`,
    JSON.stringify(
      units.map(({ segment, rootId, payload }) => ({ scan_id: scanId, segment, root_id: rootId, payload })),
    ),
  )
  return rows.map((row) => row.unit_id)
}

const anythingWaits = async (db: Connection): Promise<boolean> =>
  (
    await db.get<{ waits: boolean }>(
      `SELECT EXISTS (SELECT 1 FROM pending) OR EXISTS (SELECT 1 FROM pending_losses)
         OR EXISTS (SELECT 1 FROM albums WHERE unsettled) OR EXISTS (SELECT 1 FROM artists WHERE unsettled) AS waits`,
    )
  )?.waits === true
