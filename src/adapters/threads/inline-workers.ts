import type { FileChange } from '../../core/model/change.ts'
import type { ScanWorkers } from '../../core/ports/scan-workers.ts'
import type { ServedTasks } from './serve-scan-tasks.ts'

/** The same work in the host's own thread: for a host that brings its own file source or reader. */
export const inlineWorkers = (tasks: ServedTasks): ScanWorkers => ({
  concurrency: 2,
  discover: (request, known, signal) => tasks.discover(request, known, signal),
  extract: (changes: readonly FileChange[]) => tasks.extract(changes),
  extractBatch: (changes) => tasks.extractBatch(changes),
  batch: async (drafts) => tasks.batch(drafts),
  present: (places) => tasks.present(places),
  close: async () => undefined,
})
