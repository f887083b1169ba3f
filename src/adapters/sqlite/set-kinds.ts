import type { DeferredKind } from '../../core/deferred-kind.ts'
import type { Connection } from './connection.ts'
import { addWaiting, mayOweAnew, owedAnew } from './owe-tasks.ts'

const isPresent = 'SELECT 1 FROM tracks WHERE track_key = subject_key AND missing_since IS NULL'
const oweAgain = `UPDATE tasks SET ${owedAnew} WHERE kind = ? AND subject_type = 'track' AND ${mayOweAnew} AND EXISTS (${isPresent})`
const insertTasks = `
INSERT INTO tasks (subject_type, subject_key, kind, version, priority, not_before, at)
SELECT 'track', track_key, ?, ?, ?, ?, ? FROM tracks WHERE missing_since IS NULL ORDER BY track_key ON CONFLICT DO NOTHING`

/** Makes every track owe what is new among the kinds of tasks; returns how many tasks were owed. */
export const setKinds = (db: Connection, kinds: readonly DeferredKind[], now: number): number =>
  db.transaction(() => {
    let owed = 0
    for (const { kind, version, priority = 0, delayMs = 0 } of kinds) {
      const news = db.changed(
        'INSERT INTO task_kinds (kind, version) VALUES (?, ?) ON CONFLICT DO UPDATE SET version = excluded.version WHERE version <> excluded.version',
        kind,
        version,
      )
      if (news === 0) continue
      const due = Math.ceil(now + delayMs)
      owed += db.changed(oweAgain, version, priority, due, now, kind, version)
      const inserted = db.changed(insertTasks, kind, version, priority, due, now)
      if (inserted > 0) addWaiting(db, kind, inserted)
      owed += inserted
    }
    return owed
  })
