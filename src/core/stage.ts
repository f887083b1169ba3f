import type { DeferredKind } from './deferred-kind.ts'
import type { ScanEvent } from './events.ts'
import type { UnitLease } from './model/scan.ts'
import type { BegunScan } from './ports/ledger.ts'
import type { ScanWorkers } from './ports/scan-workers.ts'
import type { Storage, StorageCapabilities } from './ports/storage.ts'

/** What a stage may use while it runs. */
export interface StageContext {
  /** Aborted when the scan is cancelled; `signal.reason` says why. */
  readonly signal: AbortSignal
  readonly scan: BegunScan
  /** The unit being worked on. */
  readonly unit: UnitLease
  readonly storage: Storage
  readonly workers: ScanWorkers
  /** Kinds of deferred work that tracks owe. */
  readonly deferred: readonly DeferredKind[]
  /** Milliseconds since the epoch. */
  now(): number
  /** Counts files that discover looked at; they are written with the end of the unit. */
  saw(files: number): void
  /** Tells listeners; events of rows are told after the commit that wrote them. */
  emit(event: ScanEvent): void
  /** Whether anybody listens to events of this type: building a track event for nobody is a waste. */
  listens(type: ScanEvent['type']): boolean
}

/**
 * One step of a pipeline: values in, new values out; the input is never edited. `Name` keys its part of the report, `Needs` names the storage capabilities it
 * cannot do without.
 *
 * @example
 * ```ts
 * import type { Stage, TrackDraft } from '@soniquebay/scan'
 *
 * const skipShort: Stage<TrackDraft, TrackDraft, 'skip-short'> = {
 *   name: 'skip-short',
 *   async *run(drafts) {
 *     for await (const draft of drafts) if ((draft.reading?.format.durationMs ?? Infinity) > 30_000) yield draft
 *   },
 * }
 * ```
 */
export interface Stage<In, Out, Name extends string = string, Needs extends keyof StorageCapabilities = never> {
  readonly name: Name
  /** Storage capabilities without which the stage is refused. */
  readonly needs?: readonly Needs[]
  /** Takes the values of one unit and yields new ones. */
  run(input: AsyncIterable<In>, context: StageContext): AsyncIterable<Out>
  /** A single stage that does the work of this one and `next` in one hop, if there is one; an optimisation that never changes the result. */
  fuse?(next: { readonly name: string }): Stage<In, unknown> | undefined
}
