import type { DerivedValue, Task, TaskCount } from './model/task.ts'
import type { Page, PageRequest } from './ports/library-reader.ts'
import type { TaskFilter } from './ports/task-ledger.ts'

/** Deferred work: what is owed, what failed, and what came out of it. */
export interface Tasks {
  /** How many tasks of each kind are in each state. */
  count(): Promise<readonly TaskCount[]>
  /** Tasks by ascending id: `{ states: ['quarantined'] }` are those given up, each with its last error. */
  list(filter?: TaskFilter & PageRequest): Promise<Page<Task>>
  /** Lets tasks be tried again at once, by default those in quarantine; returns how many. */
  retry(filter?: TaskFilter): Promise<number>
  /** Values that a host's own stages kept, by track id and kind. */
  derived(trackIds: readonly string[], kinds?: readonly string[]): Promise<readonly DerivedValue[]>
}
