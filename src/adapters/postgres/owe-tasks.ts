import type { TaskOwed } from '../../core/model/scan.ts'
import type { Connection } from './connection.ts'
import { keysOf } from './keys.ts'
import { recordset } from './recordset.ts'

const taskColumns = {
  place: 'bigint',
  subject_type: 'text',
  subject_key: 'bigint',
  kind: 'text',
  version: 'text',
  priority: 'float8',
  not_before: 'bigint',
} as const

/** The order in which transactions lock tasks, so that they do not wait for each other in a circle. */
export const lockOrder = 'subject_key, subject_type, kind'

/** What owing a task anew makes of one that there is, besides its version, priority, time and date. */
export const owedAnew = "state = 'waiting', token = NULL, leased_until = NULL, attempts = 0, error = NULL"

/** Ids go up in the order in which tasks are owed, whatever the order in which they are locked. */
const oweRows = `
WITH ids AS MATERIALIZED (SELECT array_agg(nextval(pg_get_serial_sequence('tasks', 'task_id'))) AS of FROM generate_series(1, ?::bigint))
INSERT INTO tasks (task_id, subject_type, subject_key, kind, version, priority, not_before, at)
SELECT ids.of[x.place], x.subject_type, x.subject_key, x.kind, x.version, x.priority, x.not_before, ?::bigint
FROM ${recordset(taskColumns)} CROSS JOIN ids ORDER BY ${lockOrder}
ON CONFLICT (subject_key, subject_type, kind) DO UPDATE SET version = excluded.version, priority = excluded.priority, not_before = excluded.not_before,
  at = excluded.at, ${owedAnew} WHERE tasks.state <> 'waiting' OR tasks.version <> excluded.version`

type TaskRow = Readonly<Record<Exclude<keyof typeof taskColumns, 'place'>, string | number>>

/** Owes tasks, as if one after the other, about what is stored. */
export const oweTasks = async (db: Connection, tasks: readonly TaskOwed[], now: number): Promise<void> => {
  if (tasks.length === 0) return
  const keys = {
    track: await keysOf(db, 'tracks', subjectIds(tasks, 'track')),
    album: await keysOf(db, 'albums', subjectIds(tasks, 'album')),
    artist: await keysOf(db, 'artists', subjectIds(tasks, 'artist')),
  }
  const rows = tasks.flatMap(({ kind, subjectType, subjectId, version, priority, notBefore }) => {
    const key = keys[subjectType].get(subjectId)
    if (key === undefined) return []
    const due = Math.ceil(notBefore)
    return [{ subject_type: subjectType, subject_key: key, kind, version, priority, not_before: due }]
  })
  for (const round of inRounds(rows))
    await db.run(oweRows, round.length, now, JSON.stringify(round.map((row, at) => ({ ...row, place: at + 1 }))))
}

/** Ids of the subjects of one type that tasks name. */
export const subjectIds = (
  tasks: readonly Pick<TaskOwed, 'subjectType' | 'subjectId'>[],
  type: TaskOwed['subjectType'],
): string[] => tasks.filter((task) => task.subjectType === type).map((task) => task.subjectId)

/** One statement cannot change a row twice: rows of one task go into statements of their own, in their order. */
const inRounds = (rows: readonly TaskRow[]): Iterable<readonly TaskRow[]> => {
  const seen = new Map<string, number>()
  const rounds: TaskRow[][] = []
  for (const row of rows) {
    const name = `${row.subject_type}\n${row.subject_key}\n${row.kind}`
    const round = seen.get(name) ?? 0
    seen.set(name, round + 1)
    const others = rounds[round]
    if (others === undefined) rounds[round] = [row]
    else others.push(row)
  }
  return rounds
}
