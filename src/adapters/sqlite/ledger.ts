import { randomUUID } from 'node:crypto'
import { ScanError } from '../../core/errors.ts'
import {
  type FreeUnit,
  noCounts,
  type ScanRecord,
  type ScanState,
  type UnitCount,
  type UnitLease,
  type UnitSegment,
} from '../../core/model/scan.ts'
import type { BeginScan, BegunScan, ClaimUnit, Ledger } from '../../core/ports/ledger.ts'
import { rootsWith } from '../support/roots-with.ts'
import { leaseLost } from '../support/scan-counts.ts'
import { insertUnit, measurePaceAnew } from './commit.ts'
import type { Connection, Row } from './connection.ts'
import type { ScanLock } from './scan-lock.ts'
import type { Synchronous } from './synchronous.ts'

/** The ledger of scans and units. */
export const ledger = (db: Connection, lock: ScanLock): Synchronous<Ledger> => ({
  beginScan: (request) => {
    lock.take()
    try {
      return db.transaction(() => beginScan(db, request))
    } catch (error) {
      lock.release()
      throw error
    }
  },
  extendScan: (scanId, discover) => db.transaction(() => extendScan(db, scanId, discover)),
  claimUnit: (request) => db.transaction(() => claimUnit(db, request)),
  renewUnit: (lease, leaseMs, now) =>
    db.transaction(() => {
      const renewed = db.get(
        'UPDATE units SET leased_until = ? WHERE unit_id = ? AND token = ? RETURNING unit_id',
        now + leaseMs,
        lease.unitId,
        lease.token,
      )
      if (renewed === undefined) throw leaseLost(lease)
    }),
  releaseUnit: (lease) =>
    db.transaction(() => {
      db.run(
        'UPDATE units SET token = NULL, leased_until = NULL WHERE unit_id = ? AND token = ?',
        lease.unitId,
        lease.token,
      )
    }),
  freeUnits: (scanId, now, limit) =>
    db
      .all<FreeUnit>(
        'SELECT unit_id AS unitId, segment, attempts FROM units WHERE scan_id = ? AND (leased_until IS NULL OR leased_until <= ?) ORDER BY unit_id LIMIT ?',
        ...[scanId, now, limit],
      )
      .map((unit) => ({ ...unit })),
  countUnits: (scanId, now) =>
    db
      .all<UnitCount>(
        `SELECT segment, count(*) FILTER (WHERE leased_until IS NULL OR leased_until <= ?) AS waiting, count(*) FILTER (WHERE leased_until > ?) AS leased
         FROM units WHERE scan_id = ? GROUP BY segment ORDER BY segment`,
        ...[now, now, scanId],
      )
      .map((count) => ({ ...count })),
  setScanState: (scanId, state, message, now) => {
    const ended = !(state === 'running' || state === 'paused')
    db.transaction(() => {
      const set = db.get(
        'UPDATE scans SET state = ?, message = ?, ended_at = iif(?, ?, ended_at) WHERE scan_id = ? RETURNING scan_id',
        ...[state, message, ended, now, scanId],
      )
      if (set === undefined) throw new ScanError('USAGE', `There is no scan ${scanId}.`)
      if (state === 'running') measurePaceAnew(db, scanId, now)
    })
    if (ended) lock.release()
  },
  scan: (scanId) =>
    scanRecord(
      scanId === undefined
        ? db.get('SELECT * FROM scans ORDER BY scan_id DESC LIMIT 1')
        : db.get('SELECT * FROM scans WHERE scan_id = ?', scanId),
    ),
})

const beginScan = (db: Connection, { rootIds, mode, now, discover }: BeginScan): BegunScan => {
  const newest = scanRecord(db.get('SELECT * FROM scans ORDER BY scan_id DESC LIMIT 1'))
  const unfinished = newest !== undefined && newest.state !== 'done' && newest.state !== 'failed'
  if (unfinished && (newest.state === 'running' || newest.state === 'paused'))
    db.run("UPDATE scans SET state = 'interrupted', ended_at = ? WHERE scan_id = ?", now, newest.id)
  db.run('DELETE FROM units')
  db.run('DELETE FROM pending_losses')
  const continues = unfinished ? (scanRecord(db.get('SELECT * FROM scans WHERE scan_id = ?', newest.id)) ?? null) : null
  // Rows are inserted in the order of generations, so the first one has the smallest.
  const first = db.get<{ added_generation: number }>('SELECT added_generation FROM tracks ORDER BY track_key LIMIT 1')
  const wasEmpty = first === undefined || (continues !== null && first.added_generation >= continues.generation)
  const id =
    db.get<{ scan_id: number }>(
      `INSERT INTO scans (generation, mode, root_ids, state, started_at, open_units, counts, library_was_empty, pace_at, pace_read) VALUES (?, ?, ?, 'running', ?, ?, ?, ?, ?, 0)
       RETURNING scan_id`,
      ...[
        continues?.generation ?? 0,
        continues !== null && mode === 'quick' ? 'incremental' : mode,
        JSON.stringify(rootIds),
      ],
      ...[now, discover.length, JSON.stringify(noCounts), wasEmpty, now],
    )?.scan_id ?? 0
  if (continues === null) db.run('UPDATE scans SET generation = scan_id WHERE scan_id = ?', id)
  for (const { rootId, payload } of discover) insertUnit(db, id, { segment: 'discover', rootId, payload })
  const scan = scanRecord(db.get('SELECT * FROM scans WHERE scan_id = ?', id))
  if (scan === undefined) throw new ScanError('INTERNAL', `Scan ${id} vanished while it was begun.`)
  return { scan, continues }
}

const extendScan = (db: Connection, scanId: number, discover: BeginScan['discover']): boolean => {
  const scan = db.get<{ root_ids: string }>(
    `SELECT root_ids FROM scans WHERE scan_id = ? AND state = 'running'
       AND EXISTS (SELECT 1 FROM units WHERE units.scan_id = scans.scan_id AND segment <> 'settle')`,
    scanId,
  )
  if (scan === undefined) return false
  for (const { rootId, payload } of discover) insertUnit(db, scanId, { segment: 'discover', rootId, payload })
  db.run(
    'UPDATE scans SET root_ids = ?, open_units = open_units + ? WHERE scan_id = ?',
    ...[JSON.stringify(rootsWith(JSON.parse(scan.root_ids), discover)), discover.length, scanId],
  )
  return true
}

const claimUnit = (
  db: Connection,
  { scanId, unitId, segments, rootIds, leaseMs, now }: ClaimUnit,
): UnitLease | undefined => {
  const ofRoots = rootIds === undefined ? null : JSON.stringify(rootIds)
  const unit = db.get<{
    unit_id: number
    segment: UnitSegment
    root_id: string | null
    payload: string
    attempts: number
    token: string
  }>(
    `UPDATE units SET token = ?, leased_until = ?, attempts = attempts + 1 WHERE unit_id = (
       SELECT unit_id FROM units WHERE scan_id = ? AND (? IS NULL OR unit_id = ?) AND segment IN (SELECT value FROM json_each(?))
         AND (? IS NULL OR root_id IS NULL OR root_id IN (SELECT value FROM json_each(?)))
         AND (leased_until IS NULL OR leased_until <= ?) AND EXISTS (SELECT 1 FROM scans WHERE scans.scan_id = units.scan_id AND state = 'running')
       ORDER BY unit_id LIMIT 1)
     RETURNING unit_id, segment, root_id, payload, attempts, token`,
    ...[randomUUID(), now + leaseMs, scanId, unitId, unitId, JSON.stringify(segments), ofRoots, ofRoots, now],
  )
  if (unit === undefined) return undefined
  const { unit_id, segment, root_id, payload, attempts, token } = unit
  return { unitId: unit_id, scanId, segment, rootId: root_id, payload, token, attempts }
}

const scanRecord = (row: Row | undefined): ScanRecord | undefined =>
  row === undefined
    ? undefined
    : {
        id: Number(row.scan_id),
        generation: Number(row.generation),
        mode: row.mode as ScanRecord['mode'],
        rootIds: JSON.parse(String(row.root_ids)),
        state: row.state as ScanState,
        startedAt: Number(row.started_at),
        endedAt: row.ended_at as number | null,
        openUnits: Number(row.open_units),
        counts: JSON.parse(String(row.counts)),
        message: row.message as string | null,
        libraryWasEmpty: row.library_was_empty === 1,
        paceFrom: { at: Number(row.pace_at), read: Number(row.pace_read) },
      }
