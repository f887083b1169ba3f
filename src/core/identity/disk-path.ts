import { ScanError } from '../errors.ts'
import type { DiskPath } from '../ports/file-source.ts'

/** A place as rows and jobs hold it. */
export interface Place {
  readonly rootId: string
  /** Root-relative key. */
  readonly path: string
  /** Percent-escaped spelling where it differs from the key. */
  readonly diskPath: string | null
}

/**
 * Where a place lies on this machine.
 *
 * @throws ScanError `ROOT_UNAVAILABLE` when this process has no folder for the root; `FILE_REFUSED` for a path that would leave its root: paths that come in jobs are not believed.
 */
export const diskPathOf = (
  { rootId, path, diskPath }: Place,
  locations: Readonly<Record<string, string>>,
): DiskPath => {
  const root = locations[rootId]
  if (root === undefined)
    throw new ScanError('ROOT_UNAVAILABLE', `This process has no folder for the root ${rootId}.`, { rootId, path })
  const spelled = diskPath ?? path
  const decoded =
    diskPath === null ? spelled : spelled.replace(/%2[EF]/gi, (code) => (code.toUpperCase() === '%2E' ? '.' : '/'))
  if (decoded.startsWith('/') || decoded.includes('\0') || /%00/.test(spelled) || decoded.split('/').includes('..')) {
    throw new ScanError('FILE_REFUSED', `${path} is no path inside the root ${rootId}.`, { rootId, path })
  }
  return { root, path: spelled, escaped: diskPath !== null }
}
