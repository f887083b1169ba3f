import type { TaskLease } from '../../core/model/task.ts'
import type { ClaimTasks } from '../../core/ports/task-ledger.ts'
import { compareDue, type DueTask } from '../support/due-task.ts'
import { useIndexes } from './by-index.ts'
import type { Connection } from './connection.ts'
import { subjectId } from './subject-id.ts'

const columns = 't.task_id AS "taskId", t.kind, t.priority, t.not_before AS "notBefore", t.attempts'

/** Not one of a track that went missing before the task was owed; the others are parked. */
const subjectIsThere =
  "(t.subject_type <> 'track' OR EXISTS (SELECT 1 FROM tracks WHERE track_key = t.subject_key AND missing_since IS NULL))"

const nextPriority = (below: string): string =>
  `(SELECT t.priority FROM tasks t WHERE t.kind = l.kind AND t.state = 'waiting' AND NOT t.parked AND t.priority < ${below} ORDER BY t.priority DESC LIMIT 1)`

/** Priority by priority, because below each lie tasks that are not due yet. */
const due = `
WITH RECURSIVE levels AS (
  SELECT l.kind, ${nextPriority("'infinity'::float8")} AS priority FROM unnest(?::text[]) AS l (kind)
  UNION ALL SELECT l.kind, ${nextPriority('l.priority')} FROM levels l WHERE l.priority IS NOT NULL
)
SELECT d.* FROM levels l CROSS JOIN LATERAL (
  SELECT ${columns} FROM tasks t WHERE t.kind = l.kind AND t.priority = l.priority AND t.state = 'waiting' AND NOT t.parked
    AND t.not_before <= ?::bigint AND t.task_id <> ALL(?::bigint[]) AND ${subjectIsThere} ORDER BY t.not_before, t.task_id LIMIT ?::bigint) d
UNION ALL
SELECT ${columns} FROM tasks t WHERE t.state = 'leased' AND t.leased_until <= ?::bigint AND NOT t.parked AND t.kind = ANY(?::text[])
  AND t.task_id <> ALL(?::bigint[]) AND ${subjectIsThere}
ORDER BY priority DESC, "notBefore", "taskId" LIMIT ?::bigint`

/** Due tasks of some kinds, in their order. */
export const dueTasks = async (
  db: Connection,
  kinds: readonly string[],
  limit: number,
  now: number,
  passedOver: readonly number[] = [],
): Promise<readonly DueTask[]> => {
  const wanted = [...new Set(kinds)]
  return db.all<DueTask>(due, wanted, now, passedOver, limit, now, wanted, passedOver, limit)
}

/** Those that another claim is just taking are passed over; one that it has taken is not due any more, which is looked at again when its row is locked. */
const claim = `
UPDATE tasks SET state = 'leased', token = gen_random_uuid()::text, leased_until = ?::bigint, attempts = attempts + 1, at = ?::bigint
FROM (SELECT t.task_id FROM tasks t WHERE t.task_id = ANY(?::bigint[]) AND t.kind = ANY(?::text[]) AND NOT t.parked
    AND (t.state = 'waiting' AND t.not_before <= ?::bigint OR t.state = 'leased' AND t.leased_until <= ?::bigint) AND ${subjectIsThere}
  ORDER BY t.priority DESC, t.not_before, t.task_id LIMIT ?::bigint FOR UPDATE OF t SKIP LOCKED) AS free
WHERE tasks.task_id = free.task_id
RETURNING tasks.task_id AS "taskId", kind, priority, not_before AS "notBefore", subject_type AS "subjectType", ${subjectId} AS "subjectId", version, token, attempts`

/** Claims due tasks, in their order. */
export const claimTasks = async (db: Connection, request: ClaimTasks): Promise<readonly TaskLease[]> => {
  const { kinds, taskIds, limit, leaseMs, now } = request
  const claimed: (DueTask & TaskLease)[] = []
  const take = async (ids: readonly number[]): Promise<void> => {
    const wanted = limit - claimed.length
    claimed.push(...(await db.all<DueTask & TaskLease>(claim, now + leaseMs, now, ids, kinds, now, now, wanted)))
  }
  await useIndexes(db)
  if (taskIds !== undefined) await take(taskIds)
  else {
    const seen: number[] = []
    // The more there are who claim, the more of the next ones are being taken.
    for (let asked = limit; claimed.length < limit; asked *= 4) {
      const next = await dueTasks(db, kinds, asked, now, seen)
      const ids = next.map((task) => task.taskId)
      if (ids.length > 0) await take(ids)
      if (ids.length < asked) break
      seen.push(...ids)
    }
  }
  return claimed.sort(compareDue).map(({ priority, notBefore, ...lease }) => lease)
}
