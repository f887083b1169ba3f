import type { TaskEnd, TaskLease } from '../../core/model/task.ts'
import { taskAfter, valueAfter } from '../support/task-after.ts'
import type { Connection } from './connection.ts'
import { lockOrder, oweTasks, subjectIds } from './owe-tasks.ts'
import { insertRows, recordset } from './recordset.ts'

const endColumns = {
  task_id: 'bigint',
  token: 'text',
  state: 'text',
  not_before: 'bigint',
  uncounted: 'bigint',
  keeps_error: 'boolean',
  error: 'text',
} as const

const endRows = `
UPDATE tasks SET state = held.state, not_before = coalesce(held.not_before, tasks.not_before), attempts = tasks.attempts - held.uncounted,
  error = CASE WHEN held.keeps_error THEN tasks.error ELSE held.error END, token = NULL, leased_until = NULL, at = ?::bigint
FROM (SELECT x.* FROM ${recordset(endColumns)} JOIN tasks t ON t.task_id = x.task_id AND t.token = x.token ORDER BY ${lockOrder} FOR UPDATE OF t) AS held
WHERE tasks.task_id = held.task_id
RETURNING tasks.task_id, subject_type, subject_key, kind, version, held.token`

interface EndedTask {
  readonly task_id: number
  readonly subject_type: string
  readonly subject_key: number
  readonly kind: string
  readonly version: string
  readonly token: string
}

/** Ends claimed tasks: all of them, then what they owe. */
export const endTasks = async (db: Connection, ends: readonly TaskEnd[], now: number): Promise<readonly boolean[]> => {
  // Of several ends by one lease the first is the one.
  const places = new Map<string, number>()
  for (const [at, { lease }] of ends.entries()) if (!places.has(nameOf(lease))) places.set(nameOf(lease), at)
  const isFirst = ({ lease }: TaskEnd, at: number): boolean => places.get(nameOf(lease)) === at
  const first = ends.filter(isFirst)
  await holdSubjects(db, first)
  const ended = await db.all<EndedTask>(endRows, now, JSON.stringify(first.map(rowOf)))
  const held = new Map(ended.map((task) => [nameOf({ taskId: task.task_id, token: task.token }), task]))
  const took = first.filter((end) => held.has(nameOf(end.lease)))
  await keepValues(db, took, held)
  await oweTasks(db, took.flatMap(owedBy), now)
  return ends.map((end, at) => isFirst(end, at) && held.has(nameOf(end.lease)))
}

const nameOf = ({ taskId, token }: Pick<TaskLease, 'taskId' | 'token'>): string => `${taskId} ${token}`

const rowOf = (end: TaskEnd): Readonly<Record<keyof typeof endColumns, string | number | boolean | null>> => {
  const { state, notBefore, uncounted, keepsError, error } = taskAfter(end)
  const { taskId, token } = end.lease
  return { task_id: taskId, token, state, not_before: notBefore, uncounted, keeps_error: keepsError, error }
}

const owedBy = (end: TaskEnd) => (end.outcome === 'done' ? (end.owes ?? []) : [])

/** Keeps what is written about from being removed meanwhile. Before any task is locked, because that is the order of those who remove. */
const holdSubjects = async (db: Connection, ends: readonly TaskEnd[]): Promise<void> => {
  const owed = ends.flatMap(owedBy)
  const valued = ends.filter((end) => typeof valueAfter(end) === 'string').map((end) => end.lease)
  const subjects = {
    tracks: [...subjectIds(owed, 'track'), ...subjectIds(valued, 'track')],
    albums: subjectIds(owed, 'album'),
    artists: subjectIds(owed, 'artist'),
  }
  for (const [table, ids] of Object.entries(subjects))
    if (ids.length > 0)
      await db.run(`SELECT 1 FROM ${table} WHERE id = ANY(?::text[]) ORDER BY id FOR KEY SHARE`, [...new Set(ids)])
}

const valueColumns = { track_key: 'bigint', kind: 'text', version: 'text', value: 'text' } as const

/** Keeps what tasks of tracks made, as `derived`. */
const keepValues = async (
  db: Connection,
  ends: readonly TaskEnd[],
  held: ReadonlyMap<string, EndedTask>,
): Promise<void> => {
  const values = ends.flatMap((end) => {
    const task = held.get(nameOf(end.lease))
    const value = valueAfter(end)
    if (task?.subject_type !== 'track' || value === undefined) return []
    return [{ track_key: task.subject_key, kind: task.kind, version: task.version, value }]
  })
  const kept = values.filter(({ value }) => value !== null)
  if (kept.length > 0)
    await db.run(
      `${insertRows('derived', valueColumns)} ON CONFLICT (track_key, kind) DO UPDATE SET version = excluded.version, value = excluded.value`,
      JSON.stringify(kept),
    )
  const gone = values.filter(({ value }) => value === null)
  if (gone.length > 0)
    await db.run(
      `DELETE FROM derived USING ${recordset(valueColumns)} WHERE derived.track_key = x.track_key AND derived.kind = x.kind`,
      JSON.stringify(gone),
    )
}

const leaseColumns = { task_id: 'bigint', token: 'text' } as const

/** Prolongs leases; returns those that are no longer held. */
export const renewTasks = async (
  db: Connection,
  leases: readonly TaskLease[],
  leaseMs: number,
  now: number,
): Promise<readonly TaskLease[]> => {
  const renewed = await db.all<Pick<TaskLease, 'taskId' | 'token'>>(
    `UPDATE tasks SET leased_until = ?::bigint
     FROM (SELECT t.task_id FROM ${recordset(leaseColumns)} JOIN tasks t ON t.task_id = x.task_id AND t.token = x.token ORDER BY ${lockOrder} FOR UPDATE OF t) AS held
     WHERE tasks.task_id = held.task_id RETURNING tasks.task_id AS "taskId", token`,
    ...[now + leaseMs, JSON.stringify(leases.map(({ taskId, token }) => ({ task_id: taskId, token })))],
  )
  const held = new Set(renewed.map(nameOf))
  return leases.filter((lease) => !held.has(nameOf(lease)))
}
