import type { FolderState, Sidecar } from '../../core/model/change.ts'
import type { WalkFolder } from './walk-folder.ts'

/** A folder that changed so recently may change again within the granularity of its time stamp: FAT counts in 2 s. */
const settledUs = 2_000_000

/** The `configHash` of a folder whose last listing failed. */
const failedHash = ''

/** How a folder was listed. */
export interface ListedState {
  readonly folder: WalkFolder
  readonly sidecars: readonly Sidecar[]
  /** When the listing began. */
  readonly nowUs: number
  /** What is not there is not believed to be gone, because a disk that was mounted here is not now. */
  readonly unmounted: boolean
  /** Under such a folder, itself included. */
  readonly shielded: boolean
}

/** The state of a listed folder when it differs from the stored one; else `undefined`. */
export const newState = (rootId: string, listed: ListedState, old: FolderState | null): FolderState | undefined => {
  const { folder, sidecars, nowUs, unmounted, shielded } = listed
  const { key, diskPath, stat, mounts, rules } = folder
  const settled = nowUs - Math.max(stat.mtimeUs, stat.ctimeUs) > settledUs
  const state: FolderState = {
    rootId,
    key,
    diskPath,
    mtimeUs: settled && !unmounted ? stat.mtimeUs : null,
    configHash: unmounted ? failedHash : rules.hash,
    // The mark of the disk stays until the disk is back.
    mounts: shielded ? Math.max(mounts, old?.mounts ?? 0) : mounts,
    sidecars,
  }
  return old !== null && isSame(old, state) ? undefined : state
}

/** The state of a folder that could not be listed this time, when it is not stored yet. */
export const failedAgain = (old: FolderState): FolderState | undefined =>
  hasFailed(old) ? undefined : { ...old, mtimeUs: null, configHash: failedHash }

/** The state of a folder that could not be listed and has none. */
export const failedFirst = (
  rootId: string,
  { key, diskPath, mounts }: Pick<WalkFolder, 'key' | 'diskPath' | 'mounts'>,
): FolderState => ({
  rootId,
  key,
  diskPath,
  mtimeUs: null,
  configHash: failedHash,
  mounts,
  sidecars: [],
})

/** Whether a folder need not be listed to know which names it holds. */
export const isUnchanged = (old: FolderState, { stat, rules, diskPath }: WalkFolder): boolean =>
  old.mtimeUs === stat.mtimeUs && old.configHash === rules.hash && old.diskPath === diskPath

/** Whether the last listing of a folder failed, so that the next one that succeeds heals its entry in the error list. */
export const hasFailed = (state: FolderState): boolean => state.configHash === failedHash

const isSame = (a: FolderState, b: FolderState): boolean =>
  a.mtimeUs === b.mtimeUs &&
  a.configHash === b.configHash &&
  a.mounts === b.mounts &&
  a.diskPath === b.diskPath &&
  a.sidecars.length === b.sidecars.length &&
  a.sidecars.every(({ name, size, mtimeUs }, at) => {
    const other = b.sidecars[at]
    return other !== undefined && other.name === name && other.size === size && other.mtimeUs === mtimeUs
  })
