import { randomUUID } from 'node:crypto'
import type { TaskLease } from '../../core/model/task.ts'
import type { ClaimTasks } from '../../core/ports/task-ledger.ts'
import { compareDue, type DueTask } from '../support/due-task.ts'
import type { Connection } from './connection.ts'
import { subjectId } from './subject-id.ts'

const columns = 'task_id AS taskId, kind, priority, not_before AS notBefore, attempts'

/** Not one of a track that went missing before the task was owed; the others are parked. */
const subjectIsThere =
  "(subject_type <> 'track' OR EXISTS (SELECT 1 FROM tracks WHERE track_key = subject_key AND missing_since IS NULL))"

const nextPriority =
  "SELECT priority FROM tasks WHERE kind = ? AND state = 'waiting' AND parked = 0 AND priority < ? ORDER BY priority DESC LIMIT 1"
const waiting = `
SELECT ${columns} FROM tasks WHERE kind = ? AND state = 'waiting' AND parked = 0 AND priority = ? AND not_before <= ? AND ${subjectIsThere}
ORDER BY not_before, task_id LIMIT ?`
const leftBehind = `
SELECT ${columns} FROM tasks WHERE state = 'leased' AND leased_until <= ? AND parked = 0 AND kind IN (SELECT value FROM json_each(?)) AND ${subjectIsThere}`
const among = `
SELECT ${columns} FROM tasks WHERE task_id IN (SELECT value FROM json_each(?)) AND kind IN (SELECT value FROM json_each(?)) AND parked = 0
  AND (state = 'waiting' AND not_before <= ? OR state = 'leased' AND leased_until <= ?) AND ${subjectIsThere}`

/** Due tasks of some kinds, in their order. Priority by priority, because below each lie tasks that are not due yet. */
export const dueTasks = (db: Connection, kinds: readonly string[], limit: number, now: number): readonly DueTask[] => {
  const found = db.all<DueTask>(leftBehind, now, JSON.stringify(kinds))
  for (const level of Map.groupBy(prioritiesOf(db, kinds), ({ priority }) => priority)) {
    const [priority, ofKinds] = level
    for (const { kind } of ofKinds) found.push(...db.all<DueTask>(waiting, kind, priority, now, limit))
    if (found.filter((task) => task.priority >= priority).length >= limit) break
  }
  return found.sort(compareDue).slice(0, limit)
}

/** The priorities that waiting tasks of some kinds have, highest first. */
const prioritiesOf = (db: Connection, kinds: readonly string[]): Pick<DueTask, 'kind' | 'priority'>[] => {
  const found: Pick<DueTask, 'kind' | 'priority'>[] = []
  for (const kind of new Set(kinds)) {
    let priority = Number.POSITIVE_INFINITY
    for (;;) {
      const next = db.get<{ priority: number }>(nextPriority, kind, priority)
      if (next === undefined) break
      priority = next.priority
      found.push({ kind, priority })
    }
  }
  return found.sort((a, b) => b.priority - a.priority)
}

const claim = `
UPDATE tasks SET state = 'leased', token = ?, leased_until = ?, attempts = attempts + 1, at = ? WHERE task_id = ?
RETURNING task_id AS taskId, kind, subject_type AS subjectType, ${subjectId} AS subjectId, version, token, attempts`

/** Claims due tasks, in their order. */
export const claimTasks = (db: Connection, { kinds, taskIds, limit, leaseMs, now }: ClaimTasks): readonly TaskLease[] =>
  db.transaction(() => {
    const due =
      taskIds === undefined
        ? dueTasks(db, kinds, limit, now)
        : db
            .all<DueTask>(among, JSON.stringify(taskIds), JSON.stringify(kinds), now, now)
            .sort(compareDue)
            .slice(0, limit)
    return due.flatMap(({ taskId }) => {
      const lease = db.get<TaskLease>(claim, randomUUID(), now + leaseMs, now, taskId)
      return lease === undefined ? [] : [{ ...lease }]
    })
  })
