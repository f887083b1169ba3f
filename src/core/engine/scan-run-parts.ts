import type { DeferredKind } from '../deferred-kind.ts'
import type { ScanEvent } from '../events.ts'
import type { ScanMode } from '../model/scan.ts'
import type { Queue } from '../ports/queue.ts'
import type { ScanWorkers } from '../ports/scan-workers.ts'
import type { Storage } from '../ports/storage.ts'
import type { StoppedRoot } from '../report.ts'
import type { Segments } from './segments.ts'
import type { DiscoverScope } from './units-of.ts'

/** What must be found out before a scan can begin. */
export interface PreparedScan {
  readonly workers: ScanWorkers
  readonly scopes: readonly DiscoverScope[]
  /** Roots that cannot be scanned now. */
  readonly stopped: readonly StoppedRoot[]
}

/** What a run is made of. */
export interface ScanRunParts {
  /** Finds the roots; rejects for a request that cannot be meant. */
  readonly prepare: () => Promise<PreparedScan>
  readonly storage: Storage
  readonly queue: Queue
  readonly segments: Segments
  readonly stageNames: readonly string[]
  readonly deferred: readonly DeferredKind[]
  readonly mode: ScanMode
  /** Filled by settle's guard. */
  readonly distrusted: readonly StoppedRoot[]
  readonly unitSize: number
  /** Whether extract units are worked here too. */
  readonly extractsHere: boolean
  readonly whenRunning: 'join' | 'refuse'
  /** Units that may wait for extract before discover rests. */
  readonly backlog: number
  readonly concurrency: number
  readonly leaseMs: number
  readonly maxAttempts: number
  readonly controller: AbortController
  readonly now: () => number
  readonly notify: (event: ScanEvent) => void
  readonly listens: (type: ScanEvent['type']) => boolean
}
