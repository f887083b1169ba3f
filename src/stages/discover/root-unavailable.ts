import { ScanError } from '../../core/errors.ts'

/** Says that a root cannot be scanned, before anything of it is said to be lost. */
export const rootUnavailable = (rootId: string, location: string, why: string): ScanError =>
  new ScanError(
    'ROOT_UNAVAILABLE',
    `The root ${rootId} (${location}) cannot be scanned: ${why}. Nothing of it was changed. Look at its mount and scan again.`,
    { stage: 'discover', rootId, path: location },
  )

/** The errno of a failure, else its message. */
export const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error)
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message
}
