import { ScanError } from '../../core/errors.ts'
import type { FileStat } from '../../core/ports/file-source.ts'
import type { DiscoverRequest } from '../../core/ports/scan-workers.ts'
import type { FolderFate } from './folder-fates.ts'
import { ignoreRules } from './ignore-rules.ts'
import { listFolder, type Walk, type WalkFolder } from './list-folder.ts'

/** Where a diff begins. */
export interface Start {
  /** `undefined` when the folder asked for is not there. */
  readonly folder: WalkFolder | undefined
  /** What became of it then. */
  readonly fate: FolderFate
  /** The root's device. */
  readonly device: number
}

/**
 * Walks down from the root to the folder asked for, so that its spelling and the ignore rules above it are known, and its absence is proven by the folder above it.
 *
 * @throws ScanError `ROOT_UNAVAILABLE` when the root is not there or is no folder.
 */
export const findStart = async (walk: Walk, { rootId, under }: DiscoverRequest): Promise<Start> => {
  const stat = await statRoot(walk, rootId)
  const { device, inode } = stat
  let folder: WalkFolder = { key: '', diskPath: null, stat, rules: ignoreRules(walk.settings.ignore), chain: [`${device}:${inode}`] }
  while (folder.key !== under) {
    const key = under.slice(0, under.indexOf('/', folder.key.length) + 1)
    const listing = await listFolder(walk, folder).catch(() => undefined)
    if (listing === undefined) return { folder: undefined, fate: 'shielded', device }
    const next = listing.folders.find((child) => child.key === key)
    if (next === undefined) {
      const ignored = listing.ignoredFolders.includes(key)
      const shielded = listing.unreadable.some((name) => `${folder.key}${name}/` === key)
      return { folder: undefined, fate: shielded ? 'shielded' : ignored ? 'ignored' : 'gone', device }
    }
    folder = next
  }
  return { folder, fate: 'gone', device }
}

const statRoot = async ({ source, root }: Walk, rootId: string): Promise<FileStat> => {
  const refuse = (why: string): ScanError =>
    new ScanError('ROOT_UNAVAILABLE', `The root ${rootId} (${root}) cannot be scanned: ${why}. Nothing of it was changed. Look at its mount and scan again.`, {
      stage: 'discover',
      rootId,
      path: root,
    })
  let stat: FileStat | undefined
  try {
    stat = await source.stat({ root, path: '', escaped: false })
  } catch (error) {
    throw refuse(error instanceof Error && 'code' in error ? String(error.code) : String(error))
  }
  if (stat === undefined) throw refuse('it is not there')
  if (stat.kind !== 'folder') throw refuse('it is not a folder')
  return stat
}
