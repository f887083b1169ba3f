import type { TaskCount } from '../../core/model/task.ts'
import type { TaskLedger } from '../../core/ports/task-ledger.ts'
import { byIndex } from './by-index.ts'
import type { Database } from './database.ts'
import { derived } from './derived.ts'
import { claimTasks, dueTasks } from './due-tasks.ts'
import { endTasks, renewTasks } from './end-tasks.ts'
import { setKinds } from './set-kinds.ts'

/** The ledger of tasks. */
export const tasks = (database: Database): TaskLedger => ({
  setKinds: (kinds, now) => setKinds(database, kinds, now),

  dueTasks: (kinds, limit, now) =>
    byIndex(database, async (db) =>
      (await dueTasks(db, kinds, limit, now)).map(({ taskId, kind, priority, attempts }) => ({
        taskId,
        kind,
        priority,
        attempts,
      })),
    ),

  claimTasks: (request) => database.transaction((db) => claimTasks(db, request)),
  renewTasks: (leases, leaseMs, now) => database.transaction((db) => renewTasks(db, leases, leaseMs, now)),
  endTasks: (ends, now) => database.transaction((db) => endTasks(db, ends, now)),

  countTasks: () =>
    database.snapshot((db) =>
      db.all<TaskCount>(
        'SELECT kind, state, sum(count) AS count FROM task_totals GROUP BY kind, state HAVING sum(count) > 0 ORDER BY kind, state',
      ),
    ),

  // Loaded on use, as the queries of the library are: their builder takes long to load.
  listTasks: async (request) => {
    const { listTasks } = await import('./list-tasks.ts')
    return database.snapshot((db) => listTasks(db, request))
  },
  retryTasks: async (filter, now) => {
    const { retryTasks } = await import('./list-tasks.ts')
    return database.transaction((db) => retryTasks(db, filter, now))
  },

  purgeTasks: (doneBefore, limit) =>
    database.transaction((db) =>
      db.run(
        `DELETE FROM tasks WHERE task_id IN (
           SELECT task_id FROM tasks WHERE state = 'done' AND at < ?::bigint ORDER BY at, task_id LIMIT ?::bigint FOR UPDATE SKIP LOCKED)`,
        Math.ceil(doneBefore),
        limit,
      ),
    ),

  derived: (trackIds, kinds) => database.snapshot((db) => derived(db, trackIds, kinds)),
})
