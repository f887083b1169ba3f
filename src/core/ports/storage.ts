import type { Crew } from './crew.ts'
import type { Ledger } from './ledger.ts'
import type { LibraryReader } from './library-reader.ts'
import type { LibraryWriter } from './library-writer.ts'
import type { TaskLedger } from './task-ledger.ts'

/** What a storage can do, as data: core asks here and never by trying. */
export interface StorageCapabilities {
  /** Whether several processes on one host may use it at once. */
  readonly multiProcess: boolean
  /** Whether processes on several hosts may use it at once. */
  readonly multiHost: boolean
  /** Whether what was committed outlives the process. */
  readonly durable: boolean
  /** Whether search forgives mistyped words. */
  readonly typoTolerance: boolean
}

/** Limits as data; core batches accordingly. */
export interface StorageLimits {
  /** Most track writes in one commit. */
  readonly maxTracksPerCommit: number
  /** Track writes that a commit should hold: more where each commit costs a trip to a server. Absent: the scanner's own default. */
  readonly goodTracksPerCommit?: number
}

/** The truth of a library: five ports over one database. */
export interface Storage {
  readonly specVersion: 'v1'
  /** `memory`, `sqlite`, `postgres`, or the host's own. */
  readonly name: string
  readonly capabilities: StorageCapabilities
  readonly limits: StorageLimits
  readonly writer: LibraryWriter
  readonly reader: LibraryReader
  readonly ledger: Ledger
  readonly tasks: TaskLedger
  readonly crew: Crew
  /** Opens and migrates; idempotent, called by the scanner. Throws `STORAGE_NEWER` for a newer schema, `STORAGE_UNAVAILABLE` when it cannot be opened. */
  open(): Promise<void>
  /** Closes what it opened and releases its scan lock; idempotent. Other calls then reject with `CLOSED`, until it is opened again. */
  close(): Promise<void>
}
