import type { ScanErrorCode } from './errors.ts'
import type { ScanCounts, ScanMode, ScanState } from './model/scan.ts'

/** What one stage did in a scan. */
export interface StageReport {
  /** Values that came out of it. */
  readonly items: number
  /** Milliseconds spent in it, summed over units that ran at once. */
  readonly busyMs: number
  readonly units: number
}

/** A root whose scan stopped while others went on. */
export interface StoppedRoot {
  readonly rootId: string
  readonly code: ScanErrorCode
  /** What happened, where, and what to do. */
  readonly message: string
}

/** How a scan ended. `Names` are the stages of the pipeline. */
export interface ScanReport<Names extends string = string> {
  readonly scanId: number
  readonly mode: ScanMode
  readonly state: ScanState
  /** The unfinished scan that this one continued. */
  readonly continued: number | null
  readonly startedAt: number
  readonly durationMs: number
  readonly counts: ScanCounts
  readonly filesPerSecond: number
  readonly stages: Readonly<Record<Names, StageReport>>
  /** Roots that could not be scanned or whose losses were not believed. */
  readonly stopped: readonly StoppedRoot[]
}
