import type { Task } from '../../../core/model/task.ts'
import type { TasksTable } from './tables.ts'

/** A row of `tasks`, with the id of its subject, as lists show it. */
export const taskOfRow = (row: Omit<TasksTable<never>, 'parked'> & { readonly subject_id: string }): Task => ({
  taskId: row.task_id,
  kind: row.kind,
  // Written from a `TaskOwed`.
  subjectType: row.subject_type as Task['subjectType'],
  subjectId: row.subject_id,
  version: row.version,
  priority: row.priority,
  notBefore: row.not_before,
  state: row.state as Task['state'],
  attempts: row.attempts,
  error: row.error,
  at: row.at,
})
