import { randomUUID } from 'node:crypto'
import { ScanError } from '../../core/errors.ts'
import { noCounts, type ScanRecord, type ScanState, type UnitLease, type UnitSegment } from '../../core/model/scan.ts'
import type { BeginScan, BegunScan, ClaimUnit, Ledger } from '../../core/ports/ledger.ts'
import { insertUnit, leaseLost } from './commit.ts'
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
      .all<{ unit_id: number; segment: UnitSegment }>(
        'SELECT unit_id, segment FROM units WHERE scan_id = ? AND (leased_until IS NULL OR leased_until <= ?) ORDER BY unit_id LIMIT ?',
        ...[scanId, now, limit],
      )
      .map(({ unit_id, segment }) => ({ unitId: unit_id, segment })),
  setScanState: (scanId, state, message, now) => {
    const ended = !(state === 'running' || state === 'paused')
    db.transaction(() => {
      const set = db.get(
        'UPDATE scans SET state = ?, message = ?, ended_at = iif(?, ?, ended_at) WHERE scan_id = ? RETURNING scan_id',
        ...[state, message, ended, now, scanId],
      )
      if (set === undefined) throw new ScanError('USAGE', `There is no scan ${scanId}.`)
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
  const id =
    db.get<{ scan_id: number }>(
      `INSERT INTO scans (generation, mode, root_ids, state, started_at, open_units, counts) VALUES (?, ?, ?, 'running', ?, ?, ?) RETURNING scan_id`,
      ...[
        continues?.generation ?? 0,
        continues !== null && mode === 'quick' ? 'incremental' : mode,
        JSON.stringify(rootIds),
      ],
      ...[now, discover.length, JSON.stringify(noCounts)],
    )?.scan_id ?? 0
  if (continues === null) db.run('UPDATE scans SET generation = scan_id WHERE scan_id = ?', id)
  for (const { rootId, payload } of discover) insertUnit(db, id, { segment: 'discover', rootId, payload })
  const scan = scanRecord(db.get('SELECT * FROM scans WHERE scan_id = ?', id))
  if (scan === undefined) throw new ScanError('INTERNAL', `Scan ${id} vanished while it was begun.`)
  // Rows are inserted in the order of generations, so the first one has the smallest.
  const first = db.get<{ added_generation: number }>('SELECT added_generation FROM tracks ORDER BY track_key LIMIT 1')
  return { scan, continues, libraryWasEmpty: first === undefined || first.added_generation >= scan.generation }
}

const claimUnit = (db: Connection, { scanId, unitId, segments, leaseMs, now }: ClaimUnit): UnitLease | undefined => {
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
         AND (leased_until IS NULL OR leased_until <= ?) ORDER BY unit_id LIMIT 1)
     RETURNING unit_id, segment, root_id, payload, attempts, token`,
    ...[randomUUID(), now + leaseMs, scanId, unitId, unitId, JSON.stringify(segments), now],
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
      }
