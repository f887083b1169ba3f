/** What went wrong, as a closed list that a program can switch on. */
export const scanErrorCodes = [
  'CONFIG_INVALID',
  'USAGE',
  'PEER_MISSING',
  'ROOT_UNAVAILABLE',
  'ROOT_RELOCATED',
  'ROOT_NESTED',
  'ROOT_NAME_TAKEN',
  'MASS_DELETION',
  'FOLDER_UNREADABLE',
  'FILE_UNREADABLE',
  'FILE_NO_AUDIO',
  'FILE_DAMAGED',
  'FILE_REFUSED',
  'STORAGE_UNAVAILABLE',
  'STORAGE_NEWER',
  'STORAGE_FAILED',
  'STORAGE_REFUSED',
  'QUEUE_UNAVAILABLE',
  'LEASE_LOST',
  'SCAN_RUNNING',
  'CLOSED',
  'INTERNAL',
] as const

/** One of {@link scanErrorCodes}. */
export type ScanErrorCode = (typeof scanErrorCodes)[number]

/** Everything about an error besides its sentence. */
export interface ScanErrorDetails {
  readonly stage?: string | undefined
  /** Root-relative path, or the path as the user gave it. */
  readonly path?: string | undefined
  readonly rootId?: string | undefined
  /** Whether the same call may succeed later without a change. */
  readonly retryable?: boolean | undefined
  readonly cause?: unknown
}

const marker = Symbol.for('@soniquebay/scan.ScanError')

/**
 * The one error of this package: a sentence that says what, where and what to do, and a `code` for programs. It is recognised by a marker, so that
 * {@link ScanError.is} holds across two copies of the package.
 */
export class ScanError extends Error {
  readonly code: ScanErrorCode
  readonly stage: string | undefined
  readonly path: string | undefined
  readonly rootId: string | undefined
  readonly retryable: boolean

  constructor(code: ScanErrorCode, message: string, details: ScanErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.name = 'ScanError'
    this.code = code
    this.stage = details.stage
    this.path = details.path
    this.rootId = details.rootId
    this.retryable = details.retryable ?? false
    Object.defineProperty(this, marker, { value: true })
  }

  /** Whether `value` is a {@link ScanError}, of this copy of the package or another. */
  static is(value: unknown): value is ScanError {
    return typeof value === 'object' && value !== null && marker in value
  }
}
