import type { DeferredKind } from '../../core/deferred-kind.ts'
import { CommitScope } from './commit-scope.ts'
import type { Connection } from './connection.ts'
import type { Database } from './database.ts'
import { owedAnew } from './owe-tasks.ts'
import { recordset } from './recordset.ts'

const kindColumns = { kind: 'text', version: 'text' } as const

const oweAgain = `
UPDATE tasks SET version = ?, priority = ?, not_before = ?::bigint, at = ?::bigint, ${owedAnew}
FROM tracks WHERE tracks.track_key = tasks.subject_key AND tracks.missing_since IS NULL AND tasks.subject_type = 'track' AND tasks.kind = ?
  AND (tasks.state <> 'waiting' OR tasks.version <> ?)`
const insertTasks = `
INSERT INTO tasks (subject_type, subject_key, kind, version, priority, not_before, at)
SELECT 'track', track_key, ?::text, ?::text, ?::float8, ?::bigint, ?::bigint FROM tracks WHERE missing_since IS NULL ORDER BY track_key
ON CONFLICT (subject_key, subject_type, kind) DO NOTHING`

/** Makes every track owe what is new among the kinds of tasks; returns how many tasks were owed. */
export const setKinds = async (database: Database, kinds: readonly DeferredKind[], now: number): Promise<number> => {
  const isKnown = await database.snapshot((db) => areKnown(db, kinds))
  if (isKnown) return 0
  return database.transaction(async (db) => {
    // Of several processes that start at once one owes; and no track comes or goes meanwhile.
    await CommitScope.open(db, now)
    // So many rows cannot be locked one by one beside those who lock a few.
    await db.exec('LOCK TABLE tasks IN SHARE ROW EXCLUSIVE MODE')
    let owed = 0
    for (const { kind, version, priority = 0, delayMs = 0 } of kinds) {
      const news = await db.run(
        `INSERT INTO task_kinds (kind, version) VALUES (?, ?)
         ON CONFLICT (kind) DO UPDATE SET version = excluded.version WHERE task_kinds.version <> excluded.version`,
        kind,
        version,
      )
      if (news === 0) continue
      const due = Math.ceil(now + delayMs)
      owed += await db.run(oweAgain, version, priority, due, now, kind, version)
      owed += await db.run(insertTasks, kind, version, priority, due, now)
    }
    return owed
  })
}

const areKnown = async (db: Connection, kinds: readonly DeferredKind[]): Promise<boolean> => {
  const unknown = await db.get(
    `SELECT 1 FROM ${recordset(kindColumns)} WHERE NOT EXISTS (SELECT 1 FROM task_kinds k WHERE k.kind = x.kind AND k.version = x.version)`,
    JSON.stringify(kinds.map(({ kind, version }) => ({ kind, version }))),
  )
  return unknown === undefined
}
