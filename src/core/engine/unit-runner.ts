import type { DeferredKind } from '../deferred-kind.ts'
import { ScanError } from '../errors.ts'
import type { ScanEvent } from '../events.ts'
import type { UnitLease } from '../model/scan.ts'
import type { BegunScan } from '../ports/ledger.ts'
import type { CommitResult, UnitCommit } from '../ports/library-writer.ts'
import type { ScanWorkers } from '../ports/scan-workers.ts'
import type { Storage } from '../ports/storage.ts'
import type { StoppedRoot } from '../report.ts'
import { foldersAbove } from './folders-above.ts'
import { runUnit, type Segments } from './segments.ts'
import { StageMeter } from './stage-meter.ts'
import { changesOf } from './units-of.ts'

/** What running units needs, whoever runs them. */
export interface UnitRunnerParts {
  readonly storage: Storage
  readonly segments: Segments
  readonly stageNames: readonly string[]
  readonly deferred: readonly DeferredKind[]
  readonly unitSize: number
  readonly signal: AbortSignal
  readonly now: () => number
  readonly emit: (event: ScanEvent) => void
  readonly listens: (type: ScanEvent['type']) => boolean
  /** A root went away in the middle of a unit, which then ends without effect; absent: the unit fails. */
  readonly onStoppedRoot?: (root: StoppedRoot) => void
  /** Takes the ids of new extract units; resolves when there is room for more. */
  readonly dispatch: (scanId: number, unitIds: readonly number[], files: number) => Promise<void>
}

/** Runs the stages of units, and measures them. */
export class UnitRunner {
  readonly meters: ReadonlyMap<string, StageMeter>
  readonly #parts: UnitRunnerParts

  constructor(parts: UnitRunnerParts) {
    this.#parts = parts
    this.meters = new Map([...parts.stageNames, 'settle'].map((name) => [name, new StageMeter(name)]))
  }

  /** Runs a unit to its last commit. */
  async run(lease: UnitLease, scan: BegunScan, workers: ScanWorkers): Promise<CommitResult> {
    const { segments, unitSize, storage, deferred, signal, now, emit, listens, onStoppedRoot } = this.#parts
    const discoverMeter = this.meters.get(this.#parts.stageNames[0] ?? '')
    let seen = 0
    const saw = (files: number): void => {
      seen += files
      discoverMeter?.add(files)
    }
    const context = { signal, scan, unit: lease, storage, workers, deferred, now, saw, emit, listens }
    const dispatch = (unitIds: readonly number[], files: number): Promise<void> =>
      this.#parts.dispatch(lease.scanId, unitIds, files)
    try {
      const run = { segments, meters: this.meters, unitSize, dispatch, seen: () => seen }
      return await runUnit(lease.segment, context, run)
    } catch (error) {
      if (onStoppedRoot === undefined || lease.segment === 'settle') throw error
      if (!ScanError.is(error) || error.code !== 'ROOT_UNAVAILABLE') throw error
      onStoppedRoot({ rootId: lease.rootId ?? '', code: error.code, message: error.message })
      return storage.writer.commit(abandoned(lease, now()))
    }
  }
}

/** A unit whose root went away ends without effect; quick scans must look at its folders again. */
const abandoned = (lease: UnitLease, now: number): UnitCommit => ({
  lease,
  now,
  relistFolders: lease.segment === 'extract' ? foldersAbove(changesOf(lease.payload)) : [],
  finished: true,
  thenSettle: true,
})
