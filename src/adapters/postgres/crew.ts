import type { WorkerRecord } from '../../core/model/worker.ts'
import type { Crew } from '../../core/ports/crew.ts'
import { dayMs } from '../support/day.ts'
import type { Database } from './database.ts'

interface WorkerRow extends Omit<WorkerRecord, 'segments'> {
  readonly segments: string
}

/** Leases by name, and the processes that work. */
export const crew = (database: Database): Crew => ({
  takeLease: (name, holder, leaseMs, now) =>
    database.transaction(async (db) => {
      const taken = await db.run(
        `INSERT INTO leases (name, holder, leased_until) VALUES (?, ?, ?)
         ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, leased_until = excluded.leased_until
           WHERE leases.holder = excluded.holder OR leases.leased_until <= ?::bigint`,
        ...[name, holder, now + leaseMs, now],
      )
      return taken > 0
    }),

  releaseLease: (name, holder) =>
    database.transaction(async (db) => {
      await db.run('DELETE FROM leases WHERE name = ? AND holder = ?', name, holder)
    }),

  beat: ({ workerId, host, pid, segments, startedAt, jobs, atWork }, now) =>
    database.transaction(async (db) => {
      await db.run(
        `INSERT INTO workers (worker_id, host, pid, segments, started_at, jobs, at_work, seen_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (worker_id) DO UPDATE SET host = excluded.host, pid = excluded.pid, segments = excluded.segments, started_at = excluded.started_at,
           jobs = excluded.jobs, at_work = excluded.at_work, seen_at = excluded.seen_at`,
        ...[workerId, host, pid, JSON.stringify(segments), startedAt, jobs, atWork, now],
      )
      // Two processes may forget the same workers at once; whoever is deleting one is left to it.
      await db.run(
        `DELETE FROM workers WHERE worker_id IN (SELECT worker_id FROM workers WHERE seen_at < ?::bigint FOR UPDATE SKIP LOCKED)`,
        now - dayMs,
      )
    }),

  leave: (workerId) =>
    database.transaction(async (db) => {
      await db.run('DELETE FROM workers WHERE worker_id = ?', workerId)
    }),

  workers: (since) =>
    database.snapshot(async (db) => {
      const rows = await db.all<WorkerRow>(
        `SELECT worker_id AS "workerId", host, pid, segments, started_at AS "startedAt", jobs, at_work AS "atWork", seen_at AS "seenAt"
         FROM workers WHERE seen_at >= ?::bigint ORDER BY worker_id`,
        since,
      )
      return rows.map((row): WorkerRecord => ({ ...row, segments: JSON.parse(row.segments) }))
    }),
})
