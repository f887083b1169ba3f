/** A task that is due, and what the order of such goes by. */
export interface DueTask {
  readonly taskId: number
  readonly kind: string
  readonly priority: number
  readonly notBefore: number
  readonly attempts: number
}

/** Higher priority first, then earlier, then smaller id. */
export const compareDue = (a: DueTask, b: DueTask): number =>
  b.priority - a.priority || a.notBefore - b.notBefore || a.taskId - b.taskId
