import type { FolderState } from '../../core/model/change.ts'
import type { FileStat } from '../../core/ports/file-source.ts'
import type { DiscoverRequest } from '../../core/ports/scan-workers.ts'
import { attempt } from './answer.ts'
import { discoverConfigHash } from './discover-settings.ts'
import type { FolderFate } from './folder-fates.ts'
import { ignoreRules } from './ignore-rules.ts'
import { type FolderListing, listFolder } from './list-folder.ts'
import { reasonOf, rootUnavailable } from './root-unavailable.ts'
import { identityOf, type Walk, type WalkFolder } from './walk-folder.ts'

/** Where a diff begins. */
export interface Start {
  /** `undefined` when the folder asked for is not there, or cannot be reached. */
  readonly folder: WalkFolder | undefined
  /** What is said of folders on the way to it. */
  readonly fates: ReadonlyMap<string, FolderFate>
  /** A folder on the way that cannot be listed. */
  readonly failed: { readonly key: string; readonly error: unknown } | undefined
}

/** What is asked on the way. */
export interface StartParts {
  readonly stateAt: (key: string) => Promise<FolderState | null>
  /** Throws for an empty root that should not be. */
  readonly checkEmpty: () => Promise<void>
}

/**
 * Walks down from the root to the folder asked for, so that its spelling and the ignore rules above it are known, and its absence is proven by the folder above it.
 *
 * @throws ScanError `ROOT_UNAVAILABLE` when the root is not there, is no folder, or cannot be listed.
 */
export const findStart = async (walk: Walk, request: DiscoverRequest, parts: StartParts): Promise<Start> => {
  const { rootId, under } = request
  const fates = new Map<string, FolderFate>()
  let folder = await rootFolder(walk, rootId)
  while (folder.key !== under) {
    const state = await parts.stateAt(folder.key)
    if (state !== null && state.mounts > folder.mounts) fates.set(folder.key, 'kept')
    const listing = await attempt<FolderListing, { readonly error: unknown }>(
      () => listFolder(walk, folder),
      (error) => ({ error }),
    )
    const { key } = folder
    if ('error' in listing) {
      if (key === '') throw rootUnavailable(rootId, walk.root, reasonOf(listing.error))
      fates.set(key, 'unreadable')
      return { folder: undefined, fates, failed: { key, error: listing.error } }
    }
    if (key === '' && listing.empty) await parts.checkEmpty()
    const next = under.slice(0, under.indexOf('/', key.length) + 1)
    const found = listing.folders.find((child) => child.key === next)
    if (found === undefined) {
      if (listing.unsure.has(next.slice(key.length, -1))) fates.set(next, 'kept')
      else if (listing.ignoredFolders.includes(next)) fates.set(next, 'ignored')
      return { folder: undefined, fates, failed: undefined }
    }
    folder = found
  }
  return { folder, fates, failed: undefined }
}

const rootFolder = async (walk: Walk, rootId: string): Promise<WalkFolder> => {
  const { source, root, settings } = walk
  let stat: FileStat | undefined
  try {
    stat = await source.stat({ root, path: '', escaped: false })
  } catch (error) {
    throw rootUnavailable(rootId, root, reasonOf(error))
  }
  if (stat === undefined) throw rootUnavailable(rootId, root, 'it is not there')
  if (stat.kind !== 'folder') throw rootUnavailable(rootId, root, 'it is not a folder')
  const rules = ignoreRules(settings.ignore, discoverConfigHash(settings))
  return { key: '', diskPath: null, stat, mounts: 0, rules, chain: [identityOf(stat)] }
}
