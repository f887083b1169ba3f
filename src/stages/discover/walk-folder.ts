import { escapeName } from '../../core/identity/name-key.ts'
import type { DiskPath, FileSource, FileStat } from '../../core/ports/file-source.ts'
import type { Answer } from './answer.ts'
import type { DiscoverSettings } from './discover-settings.ts'
import type { IgnoreRules } from './ignore-rules.ts'

/** Where a walk takes place. */
export interface Walk {
  readonly root: string
  readonly source: FileSource
  readonly settings: DiscoverSettings
  /** Extensions of music, lower case. */
  readonly music: ReadonlySet<string>
  /** Real path of the root; asked for once a link is followed. */
  readonly realRoot: () => Answer<string>
}

/** A walk over a folder of this machine. */
export const walkOf = (root: string, source: FileSource, settings: DiscoverSettings): Walk => {
  let real: Answer<string> | undefined
  const realRoot = (): Answer<string> => {
    real ??= source.realPath({ root, path: '', escaped: false })
    return real
  }
  return { root, source, settings, music: new Set(settings.extensions), realRoot }
}

/** A folder to be walked. */
export interface WalkFolder {
  readonly key: string
  /** Percent-escaped spelling without trailing `/`, where it differs from the key. */
  readonly diskPath: string | null
  readonly stat: FileStat
  /** As in `FolderState.mounts`. */
  readonly mounts: number
  /** The rules of the folders above it. */
  readonly rules: IgnoreRules
  /** Device and inode of the folders above it and itself, to find the loops that links make; kept only where links are followed. */
  readonly chain: readonly string[]
}

/** Device and inode of a folder. */
export const identityOf = ({ device, inode }: FileStat): string => `${device}:${inode}`

/** A folder found in another one. */
export const childOf = (
  above: WalkFolder,
  { followLinks }: DiscoverSettings,
  found: Pick<WalkFolder, 'key' | 'diskPath' | 'stat' | 'rules'>,
): WalkFolder => ({
  ...found,
  mounts: above.mounts + (found.stat.device === above.stat.device ? 0 : 1),
  chain: followLinks ? [...above.chain, identityOf(found.stat)] : above.chain,
})

/** Key of the folder that holds a folder. */
export const parentOf = (key: string): string => key.slice(0, key.lastIndexOf('/', key.length - 2) + 1)

/** Where a folder lies on the disk. */
export const diskFolder = ({ root }: Walk, { key, diskPath }: Pick<WalkFolder, 'key' | 'diskPath'>): DiskPath => ({
  root,
  path: diskPath ?? key.slice(0, -1),
  escaped: diskPath !== null,
})

/** Percent-escaped spelling of a name in a folder; `null` when its key is its spelling. */
export const spellingOf = (
  folder: WalkFolder,
  key: string,
  { name, escaped }: { readonly name: string; readonly escaped: boolean },
): string | null => {
  if (folder.diskPath === null && !escaped && name === key) return null
  const above = folder.diskPath ?? folder.key.slice(0, -1).split('/').map(escapeName).join('/')
  return `${above === '' ? '' : `${above}/`}${escaped ? name : escapeName(name)}`
}
