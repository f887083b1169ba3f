import type { TaskOwed } from './scan.ts'

/**
 * Where a task stands. `waiting`: to be done, now or later (`notBefore`). `leased`: in somebody's hands (once the lease ran out it counts as waiting). `done`: kept for a while,
 * so that statistics show it. `quarantined`: failed too often, or for good; waits for `retry`.
 */
export type TaskState = 'waiting' | 'leased' | 'done' | 'quarantined'

/** A claimed task. Only the holder of the token may end it. */
export interface TaskLease extends Pick<TaskOwed, 'kind' | 'subjectType' | 'subjectId' | 'version'> {
  readonly taskId: number
  readonly token: string
  /** How often it was claimed since it was owed, this time included. */
  readonly attempts: number
}

/** A task as lists show it. */
export interface Task extends TaskOwed {
  readonly taskId: number
  readonly state: TaskState
  readonly attempts: number
  /** Why it failed last, one sentence; `null` while it did not. */
  readonly error: string | null
  /** Milliseconds since the epoch of its last change of state. */
  readonly at: number
}

/** How many tasks of a kind are in a state. */
export interface TaskCount {
  readonly kind: string
  readonly state: TaskState
  readonly count: number
}

/** A result of a host's own deferred work, kept with its track. */
export interface DerivedValue {
  readonly trackId: string
  readonly kind: string
  readonly version: string
  readonly value: string
}

/** How a claimed task ended. */
export type TaskEnd =
  | {
      readonly lease: TaskLease
      readonly outcome: 'done'
      /** To keep in `derived` (of a track's task), replacing the value of the kind; `null` removes it (the answer was "nothing"); absent leaves it. */
      readonly value?: string | null
      /** What is owed next, in the same transaction. */
      readonly owes?: readonly TaskOwed[]
    }
  /** Try again at `notBefore`. */
  | { readonly lease: TaskLease; readonly outcome: 'retry'; readonly error: string; readonly notBefore: number }
  | { readonly lease: TaskLease; readonly outcome: 'quarantine'; readonly error: string }
  /** Hand it back untouched: this claim is not counted in its attempts. */
  | { readonly lease: TaskLease; readonly outcome: 'release' }
