import type { WorkerRecord } from '../../core/model/worker.ts'
import type { Crew } from '../../core/ports/crew.ts'
import { dayMs } from '../support/day.ts'
import type { Connection } from './connection.ts'
import type { Synchronous } from './synchronous.ts'

interface WorkerRow {
  readonly worker_id: string
  readonly host: string
  readonly pid: number
  readonly segments: string
  readonly started_at: number
  readonly jobs: number
  readonly at_work: number
  readonly seen_at: number
}

/** Leases by name, and the processes that work. */
export const crew = (db: Connection): Synchronous<Crew> => ({
  takeLease: (name, holder, leaseMs, now) =>
    db.transaction(() => {
      const taken = db.get(
        `INSERT INTO leases (name, holder, leased_until) VALUES (?, ?, ?)
         ON CONFLICT DO UPDATE SET holder = excluded.holder, leased_until = excluded.leased_until
           WHERE leases.holder = excluded.holder OR leases.leased_until <= ? RETURNING name`,
        ...[name, holder, now + leaseMs, now],
      )
      return taken !== undefined
    }),
  releaseLease: (name, holder) =>
    db.transaction(() => db.run('DELETE FROM leases WHERE name = ? AND holder = ?', name, holder)),
  beat: ({ workerId, host, pid, segments, startedAt, jobs, atWork }, now) =>
    db.transaction(() => {
      db.run(
        `INSERT OR REPLACE INTO workers (worker_id, host, pid, segments, started_at, jobs, at_work, seen_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
        ...[workerId, host, pid, JSON.stringify(segments), startedAt, jobs, atWork, now],
      )
      db.run('DELETE FROM workers WHERE seen_at < ?', now - dayMs)
    }),
  leave: (workerId) => db.transaction(() => db.run('DELETE FROM workers WHERE worker_id = ?', workerId)),
  workers: (since) =>
    db.all<WorkerRow>('SELECT * FROM workers WHERE seen_at >= ? ORDER BY worker_id', since).map(
      (row): WorkerRecord => ({
        workerId: row.worker_id,
        host: row.host,
        pid: row.pid,
        segments: JSON.parse(row.segments),
        startedAt: row.started_at,
        jobs: row.jobs,
        atWork: row.at_work,
        seenAt: row.seen_at,
      }),
    ),
})
