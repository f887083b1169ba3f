import type { TaskEnd, TaskState } from '../../core/model/task.ts'
import { storedText } from './stored-text.ts'

/** What an end makes of its task, besides nobody holding it any more. */
export interface TaskAfter {
  readonly state: Exclude<TaskState, 'leased'>
  /** `null`: as before. */
  readonly notBefore: number | null
  /** How many claims are not counted. */
  readonly uncounted: 0 | 1
  /** Whether the task's error stays what it was. */
  readonly keepsError: boolean
  readonly error: string | null
}

const unchanged = { notBefore: null, uncounted: 0, keepsError: false, error: null } as const

/** The task after it ended so. */
export const taskAfter = (end: TaskEnd): TaskAfter => {
  if (end.outcome === 'done') return { ...unchanged, state: 'done' }
  if (end.outcome === 'release') return { ...unchanged, state: 'waiting', uncounted: 1, keepsError: true }
  const error = storedText(end.error)
  if (end.outcome === 'quarantine') return { ...unchanged, state: 'quarantined', error }
  return { ...unchanged, state: 'waiting', notBefore: Math.ceil(end.notBefore), error }
}

/** What a track's task keeps in `derived` when it ended so: a text, `null` for nothing, `undefined` for what is there already. */
export const valueAfter = (end: TaskEnd): string | null | undefined =>
  end.outcome === 'done' && typeof end.value === 'string'
    ? storedText(end.value)
    : end.outcome === 'done'
      ? end.value
      : undefined
