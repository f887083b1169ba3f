import { basename, resolve } from 'node:path'
import type { DiscoverScope } from '../../core/engine/units-of.ts'
import { ScanError } from '../../core/errors.ts'
import type { Root } from '../../core/model/root.ts'
import type { StoppedRoot } from '../../core/report.ts'
import { scopesOf } from './scopes-of.ts'

/** What is at a location. */
export interface Probe {
  readonly kind: 'file' | 'folder' | 'other'
  readonly device: number
  readonly inode: number
  /** With all links resolved. */
  readonly realPath: string
}

/** What a scan is asked to look at, and what is known. */
export interface RootsRequest {
  readonly configured: readonly { readonly path: string; readonly id?: string | undefined }[]
  readonly known: readonly Root[]
  /** Only these folders and files; `null` for whole roots. */
  readonly paths: readonly string[] | null
  /** Roots that are confirmed to be at another place now. */
  readonly relocated: readonly string[]
  /** `undefined` when there is nothing; a rejection (`ScanError` or errno) when it cannot be told. */
  readonly probe: (location: string) => Promise<Probe | undefined>
}

/** What a scan looks at. */
export interface ResolvedRoots {
  /** Absolute folder of each root that can be scanned. */
  readonly locations: Readonly<Record<string, string>>
  readonly scopes: readonly DiscoverScope[]
  readonly stopped: readonly StoppedRoot[]
  /** Roots that storage does not know like this yet. */
  readonly put: readonly Root[]
}

interface Found {
  readonly id: string
  readonly location: string
  readonly realPath: string
  readonly device: number
  readonly inode: number
}

/**
 * Turns configured folders into roots. A folder inside a root is a part of that root; ids are the host's, or the folder's name.
 *
 * @throws ScanError `USAGE` for a file where a folder is expected, for no folder at all, and for a path outside all roots; `ROOT_NAME_TAKEN` for two folders of one id; `ROOT_NESTED` for a
 * folder around a known root.
 */
export const resolveRoots = async (request: RootsRequest): Promise<ResolvedRoots> => {
  const { configured, known, relocated, probe } = request
  const wanted = configured.length > 0 ? configured : known.map(({ id, location }) => ({ id, path: location }))
  if (wanted.length === 0) throw new ScanError('USAGE', 'There is nothing to scan: name at least one folder.')
  const found: Found[] = []
  const stopped: StoppedRoot[] = []
  for (const { path, id } of wanted) {
    const location = resolve(path)
    const rootId = id ?? known.find((root) => root.location === location)?.id ?? (basename(location) || 'root')
    const there = await probe(location).catch((error: unknown) => ({ failed: error }))
    if (there === undefined || 'failed' in there) {
      stopped.push(unavailable(rootId, location, there?.failed))
    } else if (there.kind !== 'folder') {
      throw new ScanError('USAGE', `${location} is not a folder. Name the folder that holds the music.`, {
        path: location,
      })
    } else {
      const { realPath, device, inode } = there
      if (!found.some((root) => root.realPath === realPath))
        found.push({ id: rootId, location, realPath, device, inode })
    }
  }
  refuseEqualIds(found)
  const knownPlaces = await placesOf(known, probe)
  const roots: Found[] = []
  const parts: { readonly root: Found; readonly location: string }[] = []
  for (const root of found) {
    const outer = [...knownPlaces, ...found].find(
      (other) => other.id !== root.id && isInside(root.realPath, other.realPath),
    )
    const inner = knownPlaces.find((other) => other.id !== root.id && isInside(other.realPath, root.realPath))
    if (inner !== undefined) throw nested(root, inner)
    if (outer !== undefined)
      parts.push({ root: outer, location: outer.location + root.realPath.slice(outer.realPath.length) })
    else if (isRelocated(root, known, relocated)) stopped.push(moved(root, known))
    else roots.push(root)
  }
  const scanned = [...roots, ...parts.map((part) => part.root).filter((outer) => !roots.includes(outer))]
  const unique = [...new Map(scanned.map((root) => [root.id, root])).values()]
  const whole = roots.map((root) => ({ root, location: root.location }))
  const scopes = await scopesOf({
    roots: unique,
    places:
      request.paths === null
        ? [...whole, ...parts]
        : request.paths.map((path) => ({ root: undefined, location: resolve(path) })),
    probe,
  })
  return {
    locations: Object.fromEntries(unique.map(({ id, location }) => [id, location])),
    scopes,
    stopped,
    put: roots
      .filter((root) => isNews(root, known))
      .map(({ id, location, device, inode }) => ({ id, location, device, inode })),
  }
}

const isInside = (inner: string, outer: string): boolean => inner.startsWith(outer.endsWith('/') ? outer : `${outer}/`)

const placesOf = async (known: readonly Root[], probe: RootsRequest['probe']): Promise<Found[]> => {
  const places: Found[] = []
  for (const root of known) {
    const there = await probe(root.location).catch(() => undefined)
    places.push({ ...root, realPath: there?.realPath ?? root.location })
  }
  return places
}

const isNews = (root: Found, known: readonly Root[]): boolean => {
  const old = known.find(({ id }) => id === root.id)
  return old === undefined || old.location !== root.location || old.device !== root.device || old.inode !== root.inode
}

/** The same folder under another path is no relocation. */
const isRelocated = (root: Found, known: readonly Root[], confirmed: readonly string[]): boolean => {
  const old = known.find(({ id }) => id === root.id)
  if (old === undefined || old.location === root.location || confirmed.includes(root.id)) return false
  return old.device !== root.device || old.inode !== root.inode
}

const refuseEqualIds = (roots: readonly Found[]): void => {
  for (const root of roots) {
    const twin = roots.find((other) => other !== root && other.id === root.id)
    if (twin === undefined) continue
    throw new ScanError(
      'ROOT_NAME_TAKEN',
      `${root.location} and ${twin.location} would both be the root ${root.id}. Give them ids: { path, id } in a program, ID=FOLDER on the command line.`,
      { rootId: root.id, path: root.location },
    )
  }
}

const nested = (root: Found, inner: Found): ScanError =>
  new ScanError(
    'ROOT_NESTED',
    `${root.location} contains ${inner.location}, which is already the root ${inner.id}. Remove that root first, or scan the other folders of ${root.location}.`,
    { rootId: root.id, path: root.location },
  )

const moved = (root: Found, known: readonly Root[]): StoppedRoot => ({
  rootId: root.id,
  code: 'ROOT_RELOCATED',
  message:
    `The root ${root.id} was at ${known.find(({ id }) => id === root.id)?.location ?? '?'} and is said to be at ${root.location} now. If it moved, confirm it ` +
    `(soniquebay-scan roots relocate ${root.id} ${root.location}, or confirm: { relocated: ['${root.id}'] }); if it is other music, give it an id of its own.`,
})

const unavailable = (rootId: string, location: string, cause: unknown): StoppedRoot => ({
  rootId,
  code: 'ROOT_UNAVAILABLE',
  message:
    cause === undefined
      ? `The root ${rootId} (${location}) is not there. Nothing of it was changed. Look at its mount and scan again.`
      : ScanError.is(cause)
        ? cause.message
        : `The root ${rootId} (${location}) cannot be reached: ${cause instanceof Error ? cause.message : String(cause)}. Nothing of it was changed.`,
})
