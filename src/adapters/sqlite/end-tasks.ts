import type { TaskEnd, TaskLease } from '../../core/model/task.ts'
import { taskAfter, valueAfter } from '../support/task-after.ts'
import type { Connection } from './connection.ts'
import { Keys } from './keys.ts'
import { oweTasks } from './owe-tasks.ts'

const endTask = `
UPDATE tasks SET state = ?, not_before = ifnull(?, not_before), attempts = attempts - ?, error = iif(?, error, ?), token = NULL, leased_until = NULL, at = ?
WHERE task_id = ? AND token = ?`

/** Ends claimed tasks: all of them, then what they owe. */
export const endTasks = (db: Connection, ends: readonly TaskEnd[], now: number): readonly boolean[] =>
  db.transaction(() => {
    const keys = new Keys(db)
    const took = ends.map((end) => {
      const { state, notBefore, uncounted, keepsError, error } = taskAfter(end)
      const { taskId, token } = end.lease
      if (db.changed(endTask, state, notBefore, uncounted, keepsError, error, now, taskId, token) === 0) return false
      keepValue(db, end)
      return true
    })
    const owed = ends.flatMap((end, at) => (took[at] === true && end.outcome === 'done' ? (end.owes ?? []) : []))
    oweTasks(db, keys, owed, now)
    return took
  })

/** Keeps what the task of a track made, as `derived`. */
const keepValue = (db: Connection, end: TaskEnd): void => {
  const value = valueAfter(end)
  if (value === undefined) return
  const task = db.get<{ subject_key: number; kind: string; version: string }>(
    "SELECT subject_key, kind, version FROM tasks WHERE task_id = ? AND subject_type = 'track'",
    end.lease.taskId,
  )
  if (task === undefined) return
  const { subject_key, kind, version } = task
  if (value === null) db.run('DELETE FROM derived WHERE track_key = ? AND kind = ?', subject_key, kind)
  else
    db.run(
      'INSERT OR REPLACE INTO derived (track_key, kind, version, value) VALUES (?, ?, ?, ?)',
      ...[subject_key, kind, version, value],
    )
}

/** Prolongs leases; returns those that are no longer held. */
export const renewTasks = (
  db: Connection,
  leases: readonly TaskLease[],
  leaseMs: number,
  now: number,
): readonly TaskLease[] =>
  db.transaction(() =>
    leases.filter(
      ({ taskId, token }) =>
        db.changed(
          'UPDATE tasks SET leased_until = ? WHERE task_id = ? AND token = ?',
          ...[now + leaseMs, taskId, token],
        ) === 0,
    ),
  )
