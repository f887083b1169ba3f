import { nameKeys } from '../../core/identity/name-key.ts'
import type { Sidecar } from '../../core/model/change.ts'
import type { FileStat, FolderEntry } from '../../core/ports/file-source.ts'
import { type Answer, andThen, askAll, attempt } from './answer.ts'
import { type FileRole, roleOf } from './file-role.ts'
import { type IgnoreRules, isIgnoreFile } from './ignore-rules.ts'
import { rulesInside } from './rules-inside.ts'
import { childOf, diskFolder, identityOf, spellingOf, type Walk, type WalkFolder } from './walk-folder.ts'

/** A music file of a listing. */
export interface ListedFile {
  /** Its name as a key. */
  readonly name: string
  readonly diskPath: string | null
  readonly stat: FileStat
}

/** A name of a folder that is there, but cannot be looked at. */
export interface UnreadableEntry {
  readonly name: string
  readonly kind: 'file' | 'folder'
  readonly error: unknown
}

/** What a folder holds that matters. Names are keys. */
export interface FolderListing {
  readonly files: readonly ListedFile[]
  readonly folders: readonly WalkFolder[]
  /** Keys of folders that are ignored, links that are not followed among them. */
  readonly ignoredFolders: readonly string[]
  /** Names of which nothing can be said: they vanished after they were listed, or are links to nothing. */
  readonly unsure: ReadonlySet<string>
  readonly unreadable: readonly UnreadableEntry[]
  readonly sidecars: readonly Sidecar[]
  /** Name of the `.lrc` for each stem, as the disk spells it. */
  readonly lyrics: ReadonlyMap<string, string>
  /** Whether no name is there that is not hidden. */
  readonly empty: boolean
  /** Whether a file (or link) of this name is there, music or not. */
  has(name: string): boolean
}

interface Wanted {
  readonly key: string
  readonly path: string
  readonly diskPath: string | null
  readonly entry: FolderEntry
  readonly role: FileRole | undefined
}

type Look = FileStat | undefined | 'outside' | { readonly failed: unknown }

/** Lists a folder and stats what matters in it. Throws what listing throws: then nothing is known of it. */
export const listFolder = (walk: Walk, folder: WalkFolder): Answer<FolderListing> =>
  andThen(walk.source.list(diskFolder(walk, folder)), (all) => {
    const entries = all.filter(({ name }) => !name.startsWith('.') || isIgnoreFile(name))
    const keys = nameKeys(entries)
    return andThen(rulesInside(walk, folder, keys), (rules) => {
      const wanted = wantedOf(walk, folder, entries, keys)
      return andThen(
        askAll(wanted, (one) => lookAt(walk, one)),
        (looks) => {
          const sorted = sortOut(walk, folder, rules, wanted, looks)
          return { ...sorted, empty: all.every(({ name }) => name.startsWith('.')), has: finder(entries, keys) }
        },
      )
    })
  })

const wantedOf = (
  walk: Walk,
  folder: WalkFolder,
  entries: readonly FolderEntry[],
  keys: readonly string[],
): Wanted[] => {
  const wanted: Wanted[] = []
  entries.forEach((entry, at) => {
    const key = keys[at] ?? ''
    const role = entry.kind === 'folder' || entry.kind === 'other' ? undefined : roleOf(key, walk.music)
    if (entry.kind === 'other' || (entry.kind === 'file' && role === undefined)) return
    wanted.push({ key, path: folder.key + key, diskPath: spellingOf(folder, key, entry), entry, role })
  })
  return wanted
}

const lookAt = (walk: Walk, { path, diskPath, entry }: Wanted): Answer<Look> => {
  const { source, settings, root } = walk
  const disk = { root, path: diskPath ?? path, escaped: diskPath !== null }
  const stat = (): Answer<Look> =>
    attempt<Look, Look>(
      () => source.stat(disk),
      (failed) => ({ failed }),
    )
  if (entry.kind !== 'link') return stat()
  if (!settings.followLinks) return 'outside'
  return attempt<Look, Look>(
    () =>
      andThen(walk.realRoot(), (real) =>
        andThen(source.realPath(disk), (target) =>
          target === real || target.startsWith(real.endsWith('/') ? real : `${real}/`) ? stat() : 'outside',
        ),
      ),
    (failed) => (isNothingThere(failed) ? undefined : { failed }),
  )
}

const sortOut = (
  { settings }: Walk,
  folder: WalkFolder,
  rules: IgnoreRules,
  wanted: readonly Wanted[],
  looks: readonly Look[],
): Omit<FolderListing, 'empty' | 'has'> => {
  const files: ListedFile[] = []
  const folders: WalkFolder[] = []
  const ignoredFolders: string[] = []
  const unsure = new Set<string>()
  const unreadable: UnreadableEntry[] = []
  const sidecars: Sidecar[] = []
  const lyrics = new Map<string, string>()
  wanted.forEach(({ key, path, diskPath, entry, role }, at) => {
    const look = looks[at]
    if (look === undefined) unsure.add(key)
    else if (look === 'outside') ignoredFolders.push(`${path}/`)
    else if ('failed' in look) {
      // Whoever may search a folder may look at the files in it: it is the folder that is forbidden, then.
      if (entry.kind === 'file' && isForbidden(look.failed)) throw look.failed
      unsure.add(key)
      if (entry.kind === 'folder') unreadable.push({ name: key, kind: 'folder', error: look.failed })
      else if (role === 'music') unreadable.push({ name: key, kind: 'file', error: look.failed })
    } else if (look.kind === 'folder') {
      if (rules.ignores(`${path}/`)) ignoredFolders.push(`${path}/`)
      else if (entry.kind !== 'link' || !folder.chain.includes(identityOf(look)))
        folders.push(childOf(folder, settings, { key: `${path}/`, diskPath, stat: look, rules }))
    } else if (look.kind === 'file' && role === 'music') {
      if (!rules.ignores(path)) files.push({ name: key, diskPath, stat: look })
    } else if (look.kind === 'file' && role !== undefined) {
      sidecars.push({ name: key, size: look.size, mtimeUs: look.mtimeUs })
      if (role === 'lyrics' && !entry.escaped) lyrics.set(key.slice(0, key.lastIndexOf('.')), entry.name)
    }
  })
  sidecars.sort((a, b) => (a.name < b.name ? -1 : 1))
  return { files, folders, ignoredFolders, unsure, unreadable, sidecars, lyrics }
}

/** Names are looked up only where something is lost: seldom. */
const finder = (entries: readonly FolderEntry[], keys: readonly string[]): FolderListing['has'] => {
  let names: Set<string> | undefined
  return (name) => {
    names ??= new Set(keys.filter((_, at) => entries[at]?.kind === 'file' || entries[at]?.kind === 'link'))
    return names.has(name)
  }
}

const errnoOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined)

const isForbidden = (error: unknown): boolean => errnoOf(error) === 'EACCES' || errnoOf(error) === 'EPERM'

const isNothingThere = (error: unknown): boolean => errnoOf(error) === 'ENOENT' || errnoOf(error) === 'ENOTDIR'
