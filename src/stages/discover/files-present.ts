import { diskPathOf } from '../../core/identity/disk-path.ts'
import type { DiskPath, FileSource } from '../../core/ports/file-source.ts'
import type { FilePlace, Presence } from '../../core/ports/scan-workers.ts'

/**
 * Whether files are at their places just now. `absent` only when the nearest folder above that exists, inside the root, can be listed without the next name, and the root
 * is there and not empty; anything doubtful is `unknown`.
 */
export const filesPresent = async (
  source: FileSource,
  places: readonly FilePlace[],
  locations: Readonly<Record<string, string>>,
): Promise<readonly Presence[]> => {
  const listings = new Map<string, Promise<ReadonlySet<string> | undefined>>()
  const namesIn = (folder: DiskPath): Promise<ReadonlySet<string> | undefined> => {
    const id = `${folder.root}\0${folder.escaped}\0${folder.path}`
    const known = listings.get(id)
    if (known !== undefined) return known
    const names = listNames(source, folder)
    listings.set(id, names)
    return names
  }
  const presence: Presence[] = []
  for (const place of places) presence.push(await presenceOf(source, place, locations, namesIn))
  return presence
}

const listNames = async (source: FileSource, folder: DiskPath): Promise<ReadonlySet<string> | undefined> => {
  try {
    return new Set((await source.list(folder)).map((entry) => entry.name))
  } catch {
    return undefined
  }
}

const presenceOf = async (
  source: FileSource,
  place: FilePlace,
  locations: Readonly<Record<string, string>>,
  namesIn: (folder: DiskPath) => Promise<ReadonlySet<string> | undefined>,
): Promise<Presence> => {
  if (locations[place.rootId] === undefined) return 'unknown'
  try {
    const path = diskPathOf(place, locations)
    const stat = await source.stat(path)
    if (stat?.kind === 'file') return 'present'
    const top = await namesIn({ ...path, path: '', escaped: false })
    if (top === undefined || top.size === 0) return 'unknown'
    return stat === undefined ? await provenAbsent(source, path, place.mounts ?? 0, namesIn) : 'absent'
  } catch {
    return 'unknown'
  }
}

const provenAbsent = async (
  source: FileSource,
  path: DiskPath,
  mounts: number,
  namesIn: (folder: DiskPath) => Promise<ReadonlySet<string> | undefined>,
): Promise<Presence> => {
  const names = path.path.split('/')
  for (let depth = names.length - 1; depth >= 0; depth--) {
    const folder = { ...path, path: names.slice(0, depth).join('/') }
    if (depth > 0 && (await source.stat(folder)) === undefined) continue
    const there = await namesIn(depth === 0 ? { ...folder, escaped: false } : folder)
    if (there === undefined) return 'unknown'
    if (there.has(names[depth] ?? '')) return 'unknown'
    return mounts > 0 && (await mountsAbove(source, path, names.slice(0, depth))) < mounts ? 'unknown' : 'absent'
  }
  return 'unknown'
}

/** How many mounts lie between the root and a folder in it, itself included. */
const mountsAbove = async (source: FileSource, path: DiskPath, names: readonly string[]): Promise<number> => {
  let mounts = 0
  let device = (await source.stat({ ...path, path: '', escaped: false }))?.device
  for (let depth = 1; depth <= names.length; depth++) {
    const stat = await source.stat({ ...path, path: names.slice(0, depth).join('/') })
    if (stat?.device !== device) mounts++
    device = stat?.device
  }
  return mounts
}
