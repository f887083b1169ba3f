import type { TaskCount } from '../../core/model/task.ts'
import type { TaskLedger } from '../../core/ports/task-ledger.ts'
import type { Connection } from './connection.ts'
import { derived } from './derived.ts'
import { claimTasks, dueTasks } from './due-tasks.ts'
import { endTasks, renewTasks } from './end-tasks.ts'
import { setKinds } from './set-kinds.ts'
import type { Synchronous } from './synchronous.ts'

/** Methods that are loaded with the queries of the library, because they are built as those are. */
export type ListedTasks = Pick<TaskLedger, 'listTasks' | 'retryTasks'>

/** The ledger of tasks. */
export const tasks = (db: Connection): Omit<Synchronous<TaskLedger>, keyof ListedTasks> => ({
  setKinds: (kinds, now) => setKinds(db, kinds, now),
  dueTasks: (kinds, limit, now) =>
    db.snapshot(() =>
      dueTasks(db, kinds, limit, now).map(({ taskId, kind, priority, attempts }) => ({
        taskId,
        kind,
        priority,
        attempts,
      })),
    ),
  claimTasks: (request) => claimTasks(db, request),
  renewTasks: (leases, leaseMs, now) => renewTasks(db, leases, leaseMs, now),
  endTasks: (ends, now) => endTasks(db, ends, now),
  countTasks: () =>
    db
      .all<TaskCount>('SELECT kind, state, count FROM task_totals WHERE count > 0 ORDER BY kind, state')
      .map((count) => ({ ...count })),
  purgeTasks: (doneBefore, limit) =>
    db.transaction(() =>
      db.changed(
        `DELETE FROM tasks WHERE task_id IN (SELECT task_id FROM tasks WHERE state = 'done' AND at < ? ORDER BY at, task_id LIMIT ?)`,
        doneBefore,
        limit,
      ),
    ),
  derived: (trackIds, kinds) => derived(db, trackIds, kinds),
})
