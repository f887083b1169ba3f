import { ScanError, type ScanErrorCode } from '../core/errors.ts'

/** Exit codes of the command line. */
export const exitCode = {
  /** Done; files that failed are reported, not fatal. */
  done: 0,
  /** A scan or one of its roots stopped. */
  stopped: 1,
  /** Wrong usage, an unknown folder too. */
  usage: 2,
  /** Ctrl-C. */
  interrupted: 130,
} as const

const usageCodes: ReadonlySet<ScanErrorCode> = new Set([
  'USAGE',
  'CONFIG_INVALID',
  'ROOT_NESTED',
  'ROOT_NAME_TAKEN',
  'STORAGE_NEWER',
  'STORAGE_UNAVAILABLE',
  'QUEUE_UNAVAILABLE',
  'PEER_MISSING',
])

/** The exit code that an error deserves. */
export const exitCodeOf = (error: unknown): number => {
  if (error instanceof DOMException && error.name === 'AbortError') return exitCode.interrupted
  if (ScanError.is(error) && usageCodes.has(error.code)) return exitCode.usage
  return exitCode.stopped
}
