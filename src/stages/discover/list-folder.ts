import { escapeName, nameKeys } from '../../core/identity/name-key.ts'
import type { Sidecar } from '../../core/model/change.ts'
import type { DiskPath, FileSource, FileStat } from '../../core/ports/file-source.ts'
import type { DiscoverSettings } from './discover-settings.ts'
import { type IgnoreRules, ignoreFiles } from './ignore-rules.ts'

/** A folder to be walked. */
export interface WalkFolder {
  readonly key: string
  /** Percent-escaped spelling without trailing `/`, where it differs from the key. */
  readonly diskPath: string | null
  readonly stat: FileStat
  readonly rules: IgnoreRules
  /** Device and inode of the folders above it and itself, to find loops. */
  readonly chain: readonly string[]
}

/** A music file of a listing. */
export interface ListedFile {
  readonly name: string
  readonly diskPath: string | null
  readonly stat: FileStat
}

/** What a folder holds that matters. */
export interface FolderListing {
  readonly files: readonly ListedFile[]
  /** Files that would be music but are ignored, by key. */
  readonly ignoredFiles: ReadonlySet<string>
  readonly folders: readonly WalkFolder[]
  /** Keys of folders that are ignored. */
  readonly ignoredFolders: readonly string[]
  /** Names, as keys, of files and folders that could not be stat'ed. */
  readonly unreadable: readonly string[]
  readonly sidecars: readonly Sidecar[]
  /** Name of the `.lrc` for each stem. */
  readonly lyrics: ReadonlyMap<string, string>
  /** Whether there is any name at all that is not hidden. */
  readonly empty: boolean
}

const pictures = /\.(jpe?g|png|webp|gif|avif)$/i
const lyricsFile = /\.lrc$/i

/** Where a walk takes place. */
export interface Walk {
  readonly root: string
  readonly source: FileSource
  readonly settings: DiscoverSettings
  /** Real path of the root; known once a link is followed. */
  readonly realRoot: () => string | Promise<string>
}

/** The disk's path of a key. */
export const diskOf = ({ root }: Walk, path: string, diskPath: string | null): DiskPath => ({
  root,
  path: diskPath ?? path.replace(/\/$/, ''),
  escaped: diskPath !== null,
})

/** Lists a folder and stats what matters in it. Throws what listing throws: then nothing is known of it. */
export const listFolder = async (walk: Walk, folder: WalkFolder): Promise<FolderListing> => {
  const { source, settings } = walk
  const listed = source.list(diskOf(walk, folder.key, folder.diskPath))
  const entries = listed instanceof Promise ? await listed : listed
  const keyed = nameKeys(entries.filter((entry) => !entry.name.startsWith('.') || isIgnoreFile(entry.name)))
  const rules = await rulesOf(walk, folder, keyed)
  const files: ListedFile[] = []
  const ignoredFiles = new Set<string>()
  const folders: WalkFolder[] = []
  const ignoredFolders: string[] = []
  const unreadable: string[] = []
  const sidecars: Sidecar[] = []
  const lyrics = new Map<string, string>()
  for (const { key, name, escaped, kind } of keyed) {
    if (kind === 'other' || (kind === 'link' && !settings.followLinks)) continue
    const dot = key.lastIndexOf('.')
    const extension = dot < 0 ? '' : key.slice(dot + 1).toLowerCase()
    const music = settings.extensions.includes(extension)
    const sidecar = lyricsFile.test(key) || pictures.test(key) || key.startsWith('.')
    if (kind === 'file' && !music && !sidecar) continue
    const path = folder.key + key
    const spelled = folder.diskPath === null && !escaped && name === key ? null : spell(folder, name, escaped)
    const found = statOf(walk, path, spelled)
    // Awaiting what is already there would cost more than the stat.
    const stat = found instanceof Promise ? await found : found
    if (stat === 'unreadable') {
      unreadable.push(key)
      continue
    }
    if (stat === undefined || (kind === 'link' && !(await staysInside(walk, path, spelled)))) continue
    if (stat.kind === 'folder') {
      const id = `${stat.device}:${stat.inode}`
      if (rules.ignores(`${path}/`)) ignoredFolders.push(`${path}/`)
      else if (!folder.chain.includes(id)) folders.push({ key: `${path}/`, diskPath: spelled, stat, rules, chain: [...folder.chain, id] })
    } else if (stat.kind === 'file' && music) {
      if (rules.ignores(path)) ignoredFiles.add(key)
      else files.push({ name: key, diskPath: spelled, stat })
    } else if (stat.kind === 'file' && sidecar) {
      sidecars.push({ name: key, size: stat.size, mtimeUs: stat.mtimeUs })
      if (lyricsFile.test(key)) lyrics.set(key.slice(0, -4), key)
    }
  }
  sidecars.sort((a, b) => (a.name < b.name ? -1 : 1))
  const empty = entries.every((entry) => entry.name.startsWith('.'))
  return { files, ignoredFiles, folders, ignoredFolders, unreadable, sidecars, lyrics, empty }
}

const isIgnoreFile = (name: string): boolean => name === ignoreFiles.patterns || name === ignoreFiles.everything

const spell = (folder: WalkFolder, name: string, escaped: boolean): string => {
  const above = folder.diskPath ?? escapePath(folder.key.replace(/\/$/, ''))
  return `${above === '' ? '' : `${above}/`}${escaped ? name : escapeName(name)}`
}

const escapePath = (path: string): string => path.split('/').map(escapeName).join('/')

type Stat = FileStat | undefined | 'unreadable'

const statOf = (walk: Walk, path: string, diskPath: string | null): Stat | Promise<Stat> => {
  try {
    const stat = walk.source.stat(diskOf(walk, path, diskPath))
    return stat instanceof Promise ? stat.catch(() => 'unreadable' as const) : stat
  } catch {
    return 'unreadable'
  }
}

const staysInside = async (walk: Walk, path: string, diskPath: string | null): Promise<boolean> => {
  try {
    const [real, root] = await Promise.all([walk.source.realPath(diskOf(walk, path, diskPath)), walk.realRoot()])
    return real === root || real.startsWith(root.endsWith('/') ? root : `${root}/`)
  } catch {
    return false
  }
}

/** The rules inside a folder, given the names in it. */
export const rulesOf = async (walk: Walk, folder: WalkFolder, entries: readonly { readonly name: string }[]): Promise<IgnoreRules> => {
  if (entries.some((entry) => entry.name === ignoreFiles.everything)) return folder.rules.within(folder.key, '')
  if (!entries.some((entry) => entry.name === ignoreFiles.patterns)) return folder.rules
  const path = folder.diskPath === null ? folder.key + ignoreFiles.patterns : `${folder.diskPath}/${ignoreFiles.patterns}`
  const opened = walk.source.open({ root: walk.root, path, escaped: folder.diskPath !== null })
  const file = opened instanceof Promise ? await opened : opened
  try {
    return folder.rules.within(folder.key, new TextDecoder().decode(file.bytes.view(0, Math.min(file.bytes.size, 1_000_000))))
  } finally {
    await file.close()
  }
}
