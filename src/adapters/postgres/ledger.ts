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
import type { BeginScan, BegunScan, ClaimUnit, Ledger } from '../../core/ports/ledger.ts'
import { rootsWith } from '../support/roots-with.ts'
import { leaseLost } from '../support/scan-counts.ts'
import { analyseAfter } from './analyse.ts'
import { insertUnits, measurePaceAnew } from './commit.ts'
import { CommitScope } from './commit-scope.ts'
import type { Connection } from './connection.ts'
import type { Database } from './database.ts'
import type { ScanLock } from './scan-lock.ts'

/** The ledger of scans and units. */
export const ledger = (database: Database, lock: ScanLock): Ledger => ({
  async beginScan(request) {
    await lock.take()
    try {
      return await database.transaction((db) => beginScan(db, request))
    } catch (error) {
      await lock.release()
      throw error
    }
  },

  extendScan: (scanId, discover) =>
    database.transaction(async (db) => {
      // Units that end meanwhile are before this, or find the scan longer.
      await CommitScope.open(db, 0)
      return extendScan(db, scanId, discover)
    }),

  claimUnit: (request) => database.transaction((db) => claimUnit(db, request)),

  renewUnit: (lease, leaseMs, now) =>
    database.transaction(async (db) => {
      const renewed = await db.run(
        'UPDATE units SET leased_until = ? WHERE unit_id = ? AND token = ?',
        now + leaseMs,
        lease.unitId,
        lease.token,
      )
      if (renewed === 0) throw leaseLost(lease)
    }),

  releaseUnit: (lease) =>
    database.transaction(async (db) => {
      await db.run(
        'UPDATE units SET token = NULL, leased_until = NULL WHERE unit_id = ? AND token = ?',
        lease.unitId,
        lease.token,
      )
    }),

  freeUnits: (scanId, now, limit) =>
    database.snapshot((db) =>
      db.all<FreeUnit>(
        'SELECT unit_id AS "unitId", segment, attempts FROM units WHERE scan_id = ? AND (leased_until IS NULL OR leased_until <= ?) ORDER BY unit_id LIMIT ?',
        ...[scanId, now, limit],
      ),
    ),

  countUnits: (scanId, now) =>
    database.snapshot((db) =>
      db.all<UnitCount>(
        `SELECT segment, count(*) FILTER (WHERE leased_until IS NULL OR leased_until <= ?::bigint) AS waiting,
           count(*) FILTER (WHERE leased_until > ?::bigint) AS leased FROM units WHERE scan_id = ? GROUP BY segment ORDER BY segment`,
        ...[now, now, scanId],
      ),
    ),

  async setScanState(scanId, state, message, now) {
    const ended = !(state === 'running' || state === 'paused')
    const scan = await database.transaction(async (db) => {
      await CommitScope.open(db, now)
      const set = await db.run(
        'UPDATE scans SET state = ?, message = ?, ended_at = CASE WHEN ?::boolean THEN ?::bigint ELSE ended_at END WHERE scan_id = ?',
        ...[state, message, ended, now, scanId],
      )
      if (set === 0) throw new ScanError('USAGE', `There is no scan ${scanId}.`)
      if (state === 'running') await measurePaceAnew(db, scanId, now)
      return scanOf(db, scanId)
    })
    if (ended && scan !== undefined) await analyseAfter(database, scan.counts)
    if (ended) await lock.release()
  },

  scan: (scanId) => database.snapshot((db) => (scanId === undefined ? newestScan(db) : scanOf(db, scanId))),
})

const beginScan = async (db: Connection, { rootIds, mode, now, discover }: BeginScan): Promise<BegunScan> => {
  // Commits of a scan that is thrown away here are before it, or find their units gone.
  await CommitScope.open(db, now)
  const newest = await newestScan(db)
  const unfinished = newest !== undefined && newest.state !== 'done' && newest.state !== 'failed'
  if (unfinished && (newest.state === 'running' || newest.state === 'paused'))
    await db.run("UPDATE scans SET state = 'interrupted', ended_at = ? WHERE scan_id = ?", now, newest.id)
  await db.run('DELETE FROM units')
  await db.run('DELETE FROM pending_losses')
  const continues = unfinished ? ((await scanOf(db, newest.id)) ?? null) : null
  // Rows are inserted in the order of generations, so the first one has the smallest.
  const first = await db.get<{ added_generation: number }>(
    'SELECT added_generation FROM tracks ORDER BY track_key LIMIT 1',
  )
  const wasEmpty = first === undefined || (continues !== null && first.added_generation >= continues.generation)
  const id =
    (
      await db.get<{ scan_id: number }>(
        `INSERT INTO scans (generation, mode, root_ids, state, started_at, open_units, counts, library_was_empty, pace_at, pace_read) VALUES (?, ?, ?, 'running', ?, ?, ?, ?, ?, 0)
         RETURNING scan_id`,
        ...[
          continues?.generation ?? 0,
          continues !== null && mode === 'quick' ? 'incremental' : mode,
          JSON.stringify(rootIds),
        ],
        ...[now, discover.length, JSON.stringify(noCounts), wasEmpty, now],
      )
    )?.scan_id ?? 0
  if (continues === null) await db.run('UPDATE scans SET generation = scan_id WHERE scan_id = ?', id)
  await insertUnits(
    db,
    id,
    discover.map(({ rootId, payload }) => ({ segment: 'discover', rootId, payload })),
  )
  const scan = await scanOf(db, id)
  if (scan === undefined) throw new ScanError('INTERNAL', `Scan ${id} vanished while it was begun.`)
  return { scan, continues }
}

const extendScan = async (db: Connection, scanId: number, discover: BeginScan['discover']): Promise<boolean> => {
  const scan = await db.get<{ root_ids: string }>(
    `SELECT root_ids FROM scans WHERE scan_id = ? AND state = 'running'
       AND EXISTS (SELECT 1 FROM units WHERE units.scan_id = scans.scan_id AND segment <> 'settle')`,
    scanId,
  )
  if (scan === undefined) return false
  await insertUnits(
    db,
    scanId,
    discover.map(({ rootId, payload }) => ({ segment: 'discover', rootId, payload })),
  )
  await db.run(
    'UPDATE scans SET root_ids = ?, open_units = open_units + ?::bigint WHERE scan_id = ?',
    ...[JSON.stringify(rootsWith(JSON.parse(scan.root_ids), discover)), discover.length, scanId],
  )
  return true
}

const claimUnit = async (
  db: Connection,
  { scanId, unitId, segments, rootIds, leaseMs, now }: ClaimUnit,
): Promise<UnitLease | undefined> => {
  const unit = await db.get<Omit<UnitLease, 'scanId'>>(
    // A unit that another claim is just taking is passed over; one that it has taken no longer fits, which is looked at again when its row is locked.
    `UPDATE units SET token = ?, leased_until = ?, attempts = attempts + 1 WHERE unit_id = (
       SELECT unit_id FROM units WHERE scan_id = ? AND (?::bigint IS NULL OR unit_id = ?::bigint) AND segment = ANY(?::text[])
         AND (?::text[] IS NULL OR root_id IS NULL OR root_id = ANY(?::text[]))
         AND (leased_until IS NULL OR leased_until <= ?) AND EXISTS (SELECT 1 FROM scans WHERE scans.scan_id = units.scan_id AND state = 'running')
       ORDER BY unit_id LIMIT 1 FOR UPDATE OF units SKIP LOCKED)
     RETURNING unit_id AS "unitId", segment, root_id AS "rootId", payload, token, attempts`,
    ...[randomUUID(), now + leaseMs, scanId, unitId, unitId, segments, rootIds, rootIds, now],
  )
  return unit === undefined ? undefined : { ...unit, scanId }
}

interface ScanRow {
  readonly scan_id: number
  readonly generation: number
  readonly mode: ScanRecord['mode']
  readonly root_ids: string
  readonly state: ScanState
  readonly started_at: number
  readonly ended_at: number | null
  readonly open_units: number
  readonly counts: string
  readonly message: string | null
  readonly library_was_empty: boolean
  readonly pace_at: number
  readonly pace_read: number
}

const newestScan = async (db: Connection): Promise<ScanRecord | undefined> =>
  scanRecord(await db.get<ScanRow>('SELECT * FROM scans ORDER BY scan_id DESC LIMIT 1'))

const scanOf = async (db: Connection, scanId: number): Promise<ScanRecord | undefined> =>
  scanRecord(await db.get<ScanRow>('SELECT * FROM scans WHERE scan_id = ?', scanId))

const scanRecord = (row: ScanRow | undefined): ScanRecord | undefined =>
  row === undefined
    ? undefined
    : {
        id: row.scan_id,
        generation: row.generation,
        mode: row.mode,
        rootIds: JSON.parse(row.root_ids),
        state: row.state,
        startedAt: row.started_at,
        endedAt: row.ended_at,
        openUnits: row.open_units,
        counts: JSON.parse(row.counts),
        message: row.message,
        libraryWasEmpty: row.library_was_empty,
        paceFrom: { at: row.pace_at, read: row.pace_read },
      }
