import type { TaskOwed } from '../../core/model/scan.ts'
import type { Connection } from './connection.ts'
import type { Keys } from './keys.ts'

const insertTask = `
INSERT INTO tasks (subject_type, subject_key, kind, version, priority, not_before, at) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`

/** What owing a task anew makes of one that there is: waiting, with a version, priority, time and date. */
export const owedAnew =
  "version = ?, priority = ?, not_before = ?, at = ?, state = 'waiting', token = NULL, leased_until = NULL, attempts = 0, error = NULL"

/** Of tasks that there are, those that are owed anew with a version: others wait with it. */
export const mayOweAnew = "(state <> 'waiting' OR version <> ?)"

const oweAgain = `UPDATE tasks SET ${owedAnew} WHERE subject_key = ? AND subject_type = ? AND kind = ? AND ${mayOweAnew}`

/** Owes tasks, one after the other, about what is stored. */
export const oweTasks = (db: Connection, keys: Keys, tasks: readonly TaskOwed[], now: number): void => {
  const keyOf = {
    track: (id: string) => keys.track(id),
    album: (id: string) => keys.album(id),
    artist: (id: string) => keys.artist(id),
  }
  const inserted = new Map<string, number>()
  for (const { kind, subjectType, subjectId, version, priority, notBefore } of tasks) {
    const key = keyOf[subjectType](subjectId)
    if (key === undefined) continue
    const due = Math.ceil(notBefore)
    if (db.changed(insertTask, subjectType, key, kind, version, priority, due, now) === 1)
      inserted.set(kind, (inserted.get(kind) ?? 0) + 1)
    else db.run(oweAgain, version, priority, due, now, key, subjectType, kind, version)
  }
  for (const [kind, count] of inserted) addWaiting(db, kind, count)
}

/** Counts inserted tasks; a trigger for each row would take as long as the row. */
export const addWaiting = (db: Connection, kind: string, count: number): void => {
  db.run(
    "INSERT INTO task_totals (kind, state, count) VALUES (?, 'waiting', ?) ON CONFLICT DO UPDATE SET count = count + excluded.count",
    kind,
    count,
  )
}
