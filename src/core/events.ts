import type { ScanErrorCode } from './errors.ts'
import type { ItemError } from './model/item-error.ts'
import type { ScanMode } from './model/scan.ts'
import type { MissingReason, TrackFacts } from './model/track.ts'
import type { ScanReport } from './report.ts'

/** A track as an event shows it: what was stored, with its id. */
export interface EventTrack extends TrackFacts {
  readonly id: string
}

/** What happens in a scan, as a discriminated union. Events of rows come after their commit, in the process that persisted them. */
export type ScanEvent =
  | {
      readonly type: 'scan-start'
      readonly scanId: number
      readonly mode: ScanMode
      readonly rootIds: readonly string[]
      readonly continues: number | null
    }
  /** Another process scans the same roots: its scan is awaited. */
  | { readonly type: 'scan-join'; readonly scanId: number; readonly rootIds: readonly string[] }
  | StageProgress
  | { readonly type: 'item-error'; readonly error: ItemError }
  | { readonly type: 'root-stopped'; readonly rootId: string; readonly code: ScanErrorCode; readonly message: string }
  | { readonly type: 'track-added'; readonly track: EventTrack }
  | { readonly type: 'track-updated'; readonly track: EventTrack }
  | {
      readonly type: 'track-moved'
      readonly track: EventTrack
      readonly from: { readonly rootId: string; readonly path: string }
      readonly ambiguous: boolean
    }
  | {
      readonly type: 'track-replaced'
      readonly track: EventTrack
      readonly from: { readonly rootId: string; readonly path: string }
    }
  | { readonly type: 'track-returned'; readonly track: EventTrack }
  | {
      readonly type: 'track-missing'
      readonly trackId: string
      readonly rootId: string
      readonly path: string
      readonly reason: MissingReason
    }
  | { readonly type: 'scan-pause'; readonly scanId: number }
  | { readonly type: 'scan-resume'; readonly scanId: number }
  | { readonly type: 'storage-wait'; readonly message: string; readonly waitedMs: number }
  /** The queue's server cannot be used now; what is owed is published when it can. Told every few seconds while it lasts. */
  | { readonly type: 'queue-wait'; readonly message: string }
  /** A job failed in this process; its unit or task is tried again, here or elsewhere, or quarantined. */
  | { readonly type: 'job-failed'; readonly segment: string; readonly job: string; readonly message: string }
  | { readonly type: 'events-dropped'; readonly count: number }
  | { readonly type: 'scan-end'; readonly report: ScanReport }

/** How far a stage is. Total and percent are `null` until known: while discover runs nobody knows how much there is. */
export interface StageProgress {
  readonly type: 'stage-progress'
  readonly scanId: number
  readonly stage: string
  readonly current: number
  readonly total: number | null
  /** 0 to 100. */
  readonly percent: number | null
  /** Over the last seconds. */
  readonly filesPerSecond: number
  /** Milliseconds a unit took on average. */
  readonly avgChunkMs: number
}

/** The event of one type. */
export type ScanEventOf<T extends ScanEvent['type']> = Extract<ScanEvent, { readonly type: T }>
