import { ScanError } from '../../core/errors.ts'
import { type NewUnit, noCounts, type ScanCounts, type TaskOwed, type UnitLease } from '../../core/model/scan.ts'
import type { CommitResult, UnitCommit } from '../../core/ports/library-writer.ts'
import { CommitScope } from './commit-scope.ts'
import type { Connection } from './connection.ts'
import { markMissing } from './mark-missing.ts'
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
    oweTasks(scope, work.tasks ?? [])
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

/** The error for a unit that somebody else has now, or that is gone. */
export const leaseLost = (lease: UnitLease): ScanError =>
  new ScanError('LEASE_LOST', `Unit ${lease.unitId} of scan ${lease.scanId} is no longer leased to this worker.`)

const oweTasks = ({ db, keys }: CommitScope, tasks: readonly TaskOwed[]): void => {
  const keyOf = {
    track: (id: string) => keys.track(id),
    album: (id: string) => keys.album(id),
    artist: (id: string) => keys.artist(id),
  }
  for (const { kind, subjectType, subjectId, version, priority, notBefore } of tasks) {
    const key = keyOf[subjectType](subjectId)
    if (key === undefined) continue
    db.run(
      `INSERT INTO tasks (subject_type, subject_key, kind, version, priority, not_before) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET version = excluded.version, priority = excluded.priority, not_before = excluded.not_before, attempts = 0
         WHERE version <> excluded.version`,
      ...[subjectType, key, kind, version, priority, notBefore],
    )
  }
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
  const counts = added(JSON.parse(scan.counts), work.counts)
  const settles =
    work.finished === true && work.thenSettle === true && openUnits === 0 && (didAnything(counts) || anythingWaits(db))
  const settleUnitId = settles ? insertUnit(db, scanId, { segment: 'settle', rootId: null, payload: '{}' }) : null
  if (settles) openUnits++
  if (openUnits !== scan.open_units || work.counts !== undefined)
    db.run('UPDATE scans SET open_units = ?, counts = ? WHERE scan_id = ?', openUnits, JSON.stringify(counts), scanId)
  return { unitIds, settleUnitId, openUnits }
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

const countNames = Object.keys(noCounts) as (keyof ScanCounts)[]

const added = (counts: ScanCounts, more: Partial<ScanCounts> = {}): ScanCounts =>
  Object.fromEntries(countNames.map((name) => [name, counts[name] + (more[name] ?? 0)])) as unknown as ScanCounts

const didAnything = (counts: ScanCounts): boolean => countNames.some((name) => name !== 'seen' && counts[name] > 0)

const anythingWaits = (db: Connection): boolean =>
  db.get<{ waits: number }>(
    `SELECT EXISTS (SELECT 1 FROM pending) OR EXISTS (SELECT 1 FROM pending_losses)
       OR EXISTS (SELECT 1 FROM albums WHERE unsettled = 1) OR EXISTS (SELECT 1 FROM artists WHERE unsettled = 1) AS waits`,
  )?.waits === 1
