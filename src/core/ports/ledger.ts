import type { FreeUnit, ScanMode, ScanRecord, ScanState, UnitCount, UnitLease, UnitSegment } from '../model/scan.ts'

/** What a scan is begun with. */
export interface BeginScan {
  readonly rootIds: readonly string[]
  readonly mode: ScanMode
  /** Milliseconds since the epoch. */
  readonly now: number
  /** One unit each is inserted with the scan; `open_units` starts at their number. */
  readonly discover: readonly { readonly rootId: string; readonly payload: string }[]
}

/** A scan that has begun. */
export interface BegunScan {
  readonly scan: ScanRecord
  /** The unfinished scan that this one continues. */
  readonly continues: ScanRecord | null
}

/** Which unit to claim, and for how long. */
export interface ClaimUnit {
  readonly scanId: number
  /** The unit to claim; absent: any due one of `segments`, oldest first. */
  readonly unitId?: number
  readonly segments: readonly UnitSegment[]
  /** Only units of these roots, or of none; absent: whatever their root. */
  readonly rootIds?: readonly string[]
  readonly leaseMs: number
  readonly now: number
}

/**
 * The ledger of scans and their units. Each method is one transaction. Units are disposable: they only say where work lies, and a scan that continues an
 * unfinished one throws its units away and looks at the disk again, which finds exactly what was not stored.
 */
export interface Ledger {
  /**
   * Takes the scan lock, which dies with the process, and inserts the `scans` row and its discover units. A scan that neither ended as `done` nor `failed`
   * is marked `interrupted` (if it was running) and continued: its units and its pending losses go, its pending arrivals stay, its generation is taken over,
   * and a `quick` request becomes `incremental`.
   * Only the newest scan is ever continued. Whatever that one's state: units of earlier scans and pending losses go.
   * @throws ScanError `SCAN_RUNNING` when another process holds the lock, or this storage does.
   */
  beginScan(request: BeginScan): Promise<BegunScan>

  /** Adds discover units to a running scan, and their roots to its `rootIds`. `false`, and nothing done, when it is no longer running or owes nothing but settle. */
  extendScan(scanId: number, discover: BeginScan['discover']): Promise<boolean>

  /**
   * Claims one unit that is free or whose lease ran out; `undefined` when there is none, or the scan is not `running`. Two claims never return the same unit with live leases.
   */
  claimUnit(request: ClaimUnit): Promise<UnitLease | undefined>

  /** Prolongs a lease; rejects with `LEASE_LOST` when the token is no longer the unit's. */
  renewUnit(lease: UnitLease, leaseMs: number, now: number): Promise<void>

  /** Hands a unit back unfinished: free at once, its attempts counted. A lost lease is ignored. */
  releaseUnit(lease: UnitLease): Promise<void>

  /** Units that are not leased now, oldest first, for the dispatcher. */
  freeUnits(scanId: number, now: number, limit: number): Promise<readonly FreeUnit[]>

  /** Units that a scan has still to do, by segment (those without any left out), in byte order. */
  countUnits(scanId: number, now: number): Promise<readonly UnitCount[]>

  /** Sets the state; an end state (all but `running` and `paused`) also sets `endedAt`, and releases the scan lock; `running` sets `paceFrom`. `done` and `failed` scans are never continued; `cancelled` ones are. */
  setScanState(scanId: number, state: ScanState, message: string | null, now: number): Promise<void>

  /** One scan, or the newest. */
  scan(scanId?: number): Promise<ScanRecord | undefined>
}
