import type { Job, JobPriority } from '../ports/queue.ts'

const version = 1

const priorityOf = (priority: number): JobPriority => (priority > 0 ? 'high' : priority < 0 ? 'low' : 'normal')

/** The job that says that a task is due. A `suspect` was at work before: perhaps it ends its workers. */
export const taskJob = ({
  taskId,
  priority,
  attempts,
}: {
  readonly taskId: number
  readonly priority: number
  readonly attempts: number
}): Job => ({
  id: `${attempts > 0 ? 's' : 't'}${taskId}`,
  version,
  priority: priorityOf(priority),
})

/** The task of a job; `undefined` for a job of a newer format, which is left to who knows it. */
export const taskOf = (job: Job): { readonly taskId: number; readonly suspect: boolean } | undefined => {
  const [, kind, taskId] = /^([ts])(\d+)$/.exec(job.id) ?? []
  return job.version !== version || taskId === undefined ? undefined : { taskId: Number(taskId), suspect: kind === 's' }
}
