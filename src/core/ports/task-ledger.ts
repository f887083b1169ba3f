import type { DeferredKind } from '../deferred-kind.ts'
import type { DerivedValue, Task, TaskCount, TaskEnd, TaskLease, TaskState } from '../model/task.ts'
import type { Page, PageRequest } from './library-reader.ts'

/** Which tasks to claim, and for how long. */
export interface ClaimTasks {
  readonly kinds: readonly string[]
  /** These tasks, as far as they are due; absent: any due ones of `kinds`. */
  readonly taskIds?: readonly number[]
  readonly limit: number
  readonly leaseMs: number
  readonly now: number
}

/** Which tasks are meant; an absent field means all. */
export interface TaskFilter {
  readonly kinds?: readonly string[]
  readonly states?: readonly TaskState[]
  /** Ids of tracks, albums or artists. */
  readonly subjectIds?: readonly string[]
}

/**
 * The ledger of deferred work. Each method is one transaction; each may be repeated. A task is unique by its kind and subject. It is due when it waits and its `notBefore` has come, or
 * when its lease ran out; the order of due tasks is: higher priority first, then earlier `notBefore`, then smaller id. Tasks of missing tracks are not due while the track is missing.
 *
 * Owing a task again (in a commit, or as `owes`): with another version, or when it is done, quarantined or leased, it is owed anew — waiting, with the new version, priority and
 * `notBefore`, no attempts, no error, and whoever holds it has lost it; one that waits with the same version stays as it is.
 */
export interface TaskLedger {
  /**
   * Makes known which kinds there are now, by name and version. For a kind that is new, or known with another version, every track that is not missing owes a task, due `now` plus the kind's
   * delay (another version: owed anew as above). Tasks of kinds not named stay as they are.
   * @returns How many tasks were owed.
   */
  setKinds(kinds: readonly DeferredKind[], now: number): Promise<number>

  /** Due tasks of these kinds in their order, for the dispatcher. */
  dueTasks(
    kinds: readonly string[],
    limit: number,
    now: number,
  ): Promise<
    readonly {
      readonly taskId: number
      readonly kind: string
      readonly priority: number
      /** How often it was claimed since it was owed. */
      readonly attempts: number
    }[]
  >

  /** Claims due tasks, in their order, each with a token of its own. Two claims never return the same task with live leases. */
  claimTasks(request: ClaimTasks): Promise<readonly TaskLease[]>

  /** Prolongs leases; returns those that are no longer held (another has the task, or it was owed anew, or is gone). */
  renewTasks(leases: readonly TaskLease[], leaseMs: number, now: number): Promise<readonly TaskLease[]>

  /**
   * Ends claimed tasks, with their effects, in one transaction: all of them, then what they owe. An end whose lease is no longer held has no effect; of two ends by one lease
   * the first has.
   * @returns For each end, whether it took effect.
   */
  endTasks(ends: readonly TaskEnd[], now: number): Promise<readonly boolean[]>

  /** Tasks by kind and state, in byte order of both; one query. A lease that ran out still counts as leased. */
  countTasks(): Promise<readonly TaskCount[]>

  /** Tasks by ascending id. */
  listTasks(filter: TaskFilter & PageRequest): Promise<Page<Task>>

  /** Makes tasks wait, due now, with no attempts and no error, and whoever holds them has lost them. Default states: `quarantined`. Returns how many. */
  retryTasks(filter: TaskFilter, now: number): Promise<number>

  /** Deletes tasks that have been done since before `doneBefore` (ms), at most `limit`, the oldest first. Returns how many. */
  purgeTasks(doneBefore: number, limit: number): Promise<number>

  /** Kept values of tracks, in byte order of track id and kind. A purged track has none. */
  derived(trackIds: readonly string[], kinds?: readonly string[]): Promise<readonly DerivedValue[]>
}
