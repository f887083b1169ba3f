import type { AlbumSummary } from '../../core/model/album.ts'
import type { ArtistSeed } from '../../core/model/artist.ts'
import type { FolderState } from '../../core/model/change.ts'
import type { ItemError } from '../../core/model/item-error.ts'
import type { PendingArrival, PendingLoss } from '../../core/model/pending.ts'
import type { ScanRecord, UnitLease } from '../../core/model/scan.ts'
import type { DerivedValue, Task } from '../../core/model/task.ts'
import type { MissingReason, TrackFacts } from '../../core/model/track.ts'
import type { LibraryChange } from '../../core/ports/library-reader.ts'

export interface TrackRow {
  readonly kind: 'track'
  readonly id: string
  readonly facts: TrackFacts
  readonly missing: { readonly since: number; readonly reason: MissingReason } | null
  readonly addedAt: number
  readonly updatedAt: number
  readonly readScan: number
  /** Generation of the scan that inserted it. */
  readonly generation: number
}

export interface ArrivalRow {
  readonly kind: 'arrival'
  readonly arrival: PendingArrival
  readonly readScan: number
}

export interface ErrorRow {
  readonly kind: 'error'
  readonly error: ItemError
  readonly readScan: number
}

export interface FolderRow {
  readonly kind: 'folder'
  readonly state: FolderState
}

export interface LossRow extends Omit<PendingLoss, 'diskPath'> {}

export interface AlbumRow extends AlbumSummary {
  readonly settled: boolean
}

export interface ArtistRow extends ArtistSeed {
  readonly sameAs: string | null
  readonly settled: boolean
}

/** `leaseUntil` is 0 for a unit that nobody holds. */
export interface UnitRow extends Omit<UnitLease, 'token'> {
  readonly token: string | null
  readonly leaseUntil: number
}

/** `token` is that of the lease, `null` while nobody has the task. */
export interface TaskRow extends Task {
  readonly token: string | null
  readonly leaseUntil: number
}

export interface TaskKindRow {
  readonly kind: string
  readonly version: string
}

export interface DerivedRow extends DerivedValue {}

export interface ScanRow extends ScanRecord {}

export interface ChangeRow extends LibraryChange {}
