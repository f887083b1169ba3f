import type { ScanErrorCode } from '../errors.ts'
import type { FileStamp } from './track.ts'

/** One file (or folder) that could not be handled as it should; the latest per path is kept. */
export interface ItemError {
  readonly rootId: string
  readonly path: string
  readonly code: ScanErrorCode
  readonly stage: string
  readonly message: string
  /** Whether each scan tries it again although the file has not changed (I/O errors). */
  readonly retryable: boolean
  /** The file as it was then; absent for a folder or what could not be stat'ed. */
  readonly stamp: FileStamp | null
  /** Milliseconds since the epoch. */
  readonly at: number
}
