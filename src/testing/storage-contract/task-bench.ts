import assert from 'node:assert/strict'
import type { Task, TaskEnd, TaskLease } from '../../core/model/task.ts'
import type { ClaimTasks, TaskFilter } from '../../core/ports/task-ledger.ts'
import { taskOwed } from '../rows/scan-rows.ts'
import type { Lab } from './lab.ts'
import { allPages } from './observe.ts'
import { newSongs } from './songs.ts'

/** Claims what is due of the kind that {@link taskOwed} makes. */
export const claimTasks = ({ tasks, now }: Lab, request: Partial<ClaimTasks> = {}): Promise<readonly TaskLease[]> =>
  tasks.claimTasks({ kinds: ['fingerprint'], limit: 100, leaseMs: 1000, now, ...request })

/** Claims the only task that is due. */
export const claimTask = async (lab: Lab, request: Partial<ClaimTasks> = {}): Promise<TaskLease> => {
  const [lease, ...others] = await claimTasks(lab, request)
  assert.ok(lease !== undefined && others.length === 0, 'one task must be due')
  return lease
}

/** Ends one claimed task; tells whether that took effect. */
export const endTask = async ({ tasks, now }: Lab, end: TaskEnd): Promise<boolean | undefined> => {
  const [took] = await tasks.endTasks([end], now)
  return took
}

/** All tasks of a filter. */
export const listTasks = ({ tasks }: Lab, filter: TaskFilter = {}): Promise<Task[]> =>
  allPages(1000, (page) => tasks.listTasks({ ...filter, ...page }))

/** The task of a subject, when it has one. */
export const taskOf = async (lab: Lab, subjectId = 'a'): Promise<Task | undefined> => {
  const [task, ...others] = await listTasks(lab, { subjectIds: [subjectId] })
  assert.equal(others.length, 0, 'a subject has one task of a kind')
  return task
}

/** Subjects of tasks that are due, in their order. */
export const dueSubjects = async (lab: Lab, kinds = ['fingerprint'], limit = 100): Promise<string[]> => {
  const due = await lab.tasks.dueTasks(kinds, limit, lab.now)
  const subjects = new Map((await listTasks(lab)).map((task) => [task.taskId, task.subjectId]))
  return due.map(({ taskId }) => subjects.get(taskId) ?? '')
}

/** Stores a track for each id, which owes one task. */
export const storeOwing = (lab: Lab, ...ids: readonly string[]): Promise<void> =>
  lab.store({ ...newSongs(...ids.map((id) => ({ id }))), tasks: ids.map((subjectId) => taskOwed({ subjectId })) })

/** Subjects of leases. */
export const subjectsOf = (leases: readonly Pick<TaskLease, 'subjectId'>[]): string[] =>
  leases.map((lease) => lease.subjectId)
