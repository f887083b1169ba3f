/** How much discover looks at: every file's stat, folders' stat only, or every file's content. */
export type ScanMode = 'incremental' | 'quick' | 'full'

/** Where a scan stands. `interrupted` is written by the next scan over one whose process died. */
export type ScanState = 'running' | 'paused' | 'done' | 'failed' | 'cancelled' | 'interrupted'

/** What a scan did, counted from row transitions in the transactions that made them. */
export interface ScanCounts {
  /** Files that discover saw on disk. */
  readonly seen: number
  /** Files sent to extract. */
  readonly changes: number
  /** Files whose bytes were read. */
  readonly read: number
  readonly added: number
  readonly updated: number
  readonly moved: number
  readonly replaced: number
  readonly returned: number
  readonly missing: number
  readonly errors: number
}

/** A count of nothing. */
export const noCounts: ScanCounts = {
  seen: 0,
  changes: 0,
  read: 0,
  added: 0,
  updated: 0,
  moved: 0,
  replaced: 0,
  returned: 0,
  missing: 0,
  errors: 0,
}

/** One row of `scans`. */
export interface ScanRecord {
  readonly id: number
  /** The first of the unfinished scans that this one continues, else its own id. "Before this scan" means: stored under a smaller generation. */
  readonly generation: number
  readonly mode: ScanMode
  readonly rootIds: readonly string[]
  readonly state: ScanState
  readonly startedAt: number
  readonly endedAt: number | null
  readonly openUnits: number
  readonly counts: ScanCounts
  /** Why it failed or stopped, one sentence. */
  readonly message: string | null
  /** Whether no track, missing ones included, was stored before this generation: then persist need not look anything up. */
  readonly libraryWasEmpty: boolean
  /** From where its pace is measured: its begin, then the last end of a discover unit, or the last time it was set running. */
  readonly paceFrom: { readonly at: number; readonly read: number }
}

/** The segments whose units the ledger keeps. */
export type UnitSegment = 'discover' | 'extract' | 'settle'

/** A piece of a scan, not yet in the ledger. The payload is JSON of the segment's own. */
export interface NewUnit {
  readonly segment: UnitSegment
  readonly rootId: string | null
  readonly payload: string
}

/** A claimed unit. Only the holder of the token may complete it. */
export interface UnitLease {
  readonly unitId: number
  readonly scanId: number
  readonly segment: UnitSegment
  readonly rootId: string | null
  readonly payload: string
  readonly token: string
  /** How often it was claimed, this time included. */
  readonly attempts: number
}

/** A unit that nobody has. */
export interface FreeUnit {
  readonly unitId: number
  readonly segment: UnitSegment
  /** How often it was claimed so far. */
  readonly attempts: number
}

/** How many units of a segment a scan has still to do. */
export interface UnitCount {
  readonly segment: UnitSegment
  /** Not leased, or with a lease that ran out. */
  readonly waiting: number
  readonly leased: number
}

/** A task owed: deferred work of one kind on one subject; see `TaskLedger` for what owing it again does. */
export interface TaskOwed {
  readonly kind: string
  readonly subjectType: 'track' | 'album' | 'artist'
  readonly subjectId: string
  readonly version: string
  readonly priority: number
  /** Milliseconds since the epoch before which it is not due. */
  readonly notBefore: number
}
