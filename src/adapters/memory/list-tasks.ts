import type { Task, TaskState } from '../../core/model/task.ts'
import type { TaskFilter, TaskLedger } from '../../core/ports/task-ledger.ts'
import type { Library } from './library.ts'
import { memo } from './memo.ts'
import type { TaskRow } from './rows.ts'
import { type Order, sortedPage, sortRows } from './sorted-page.ts'

const byId: Order<TaskRow> = { name: 'tasks by id', shape: ['number'], valuesOf: ({ taskId }) => [taskId] }

export const taskListing = (library: Library): TaskLedger['listTasks'] => {
  const sorted = memo(
    () => library.tasks.version,
    () => sortRows(library.tasks.values(), byId),
  )
  return async (request) => sortedPage<TaskRow, Task>(sorted(), byId, request, taskFilter(request), taskOf)
}

/** Makes tasks wait again; returns how many. */
export const retryTasks = (library: Library, filter: TaskFilter, now: number): number => {
  const meant = Array.from(library.tasks.values()).filter(taskFilter({ states: ['quarantined'], ...filter }))
  for (const task of meant)
    library.tasks.put({ ...task, state: 'waiting', notBefore: now, token: null, attempts: 0, error: null, at: now })
  return meant.length
}

const taskFilter = ({ kinds, states, subjectIds }: TaskFilter): ((task: TaskRow) => boolean) => {
  const wanted = { kinds: setOf(kinds), states: setOf<TaskState>(states), subjectIds: setOf(subjectIds) }
  return ({ kind, state, subjectId }) =>
    wanted.kinds?.has(kind) !== false &&
    wanted.states?.has(state) !== false &&
    wanted.subjectIds?.has(subjectId) !== false
}

const setOf = <Value>(values: readonly Value[] | undefined): ReadonlySet<Value> | undefined =>
  values === undefined ? undefined : new Set(values)

const taskOf = ({ token, leaseUntil, ...task }: TaskRow): Task => task
