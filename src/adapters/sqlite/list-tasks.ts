import { sql } from 'kysely'
import type { Task } from '../../core/model/task.ts'
import type { Page, PageRequest } from '../../core/ports/library-reader.ts'
import type { TaskFilter } from '../../core/ports/task-ledger.ts'
import { number } from '../support/sql/paging.ts'
import { taskOfRow } from '../support/sql/task-of-row.ts'
import type { Bindable, Connection } from './connection.ts'
import { paging, queries, run } from './query.ts'
import { subjectId } from './subject-id.ts'
import { tasksAmong } from './task-filter.ts'

const terms = [number(sql`tasks.task_id`)]

/** Tasks by id, by page. */
export const listTasks = (db: Connection, request: TaskFilter & PageRequest): Page<Task> => {
  const pages = paging('tasks by id', terms, request)
  let query = queries
    .selectFrom('tasks')
    .selectAll('tasks')
    .select(sql<string>`${sql.raw(subjectId)}`.as('subject_id'))
    .where(tasksAmong(request))
  if (pages.after !== undefined) query = query.where(pages.after)
  const { rows, next } = pages.cut(
    run(
      db,
      query
        .select(pages.place)
        .orderBy(pages.orderBy)
        .limit(pages.limit + 1),
    ),
  )
  return { items: rows.map(taskOfRow), next }
}

/** Makes tasks wait again; returns how many. */
export const retryTasks = (db: Connection, filter: TaskFilter, now: number): number => {
  const { sql: text, parameters } = queries
    .updateTable('tasks')
    .set({ state: 'waiting', not_before: now, token: null, leased_until: null, attempts: 0, error: null, at: now })
    .where(tasksAmong({ states: ['quarantined'], ...filter }))
    .compile()
  return db.transaction(() => db.changed(text, ...(parameters as readonly Bindable[])))
}
