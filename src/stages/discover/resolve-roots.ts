import { basename, resolve } from 'node:path'
import type { DiscoverScope } from '../../core/engine/units-of.ts'
import { ScanError } from '../../core/errors.ts'
import type { Root } from '../../core/model/root.ts'
import type { StoppedRoot } from '../../core/report.ts'
import { isSamePlace, pathInside, placeOf, type RootPlace } from './root-places.ts'
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

/**
 * Turns configured folders into roots. A folder inside a root is a part of that root; ids are the host's, or the folder's name.
 *
 * @throws ScanError `USAGE` for a file where a folder is expected, for no folder at all, and for a path outside all roots; `ROOT_NAME_TAKEN` for two folders of one id; `ROOT_NESTED` for a
 * folder around a known root.
 */
export const resolveRoots = async (request: RootsRequest): Promise<ResolvedRoots> => {
  const { configured, known, relocated } = request
  const probe = askOnce(request.probe)
  const wanted = configured.length > 0 ? configured : known.map(({ id, location }) => ({ id, path: location }))
  if (wanted.length === 0) throw new ScanError('USAGE', 'There is nothing to scan: name at least one folder.')
  const knownPlaces = await placesOf(known, probe)
  const found: RootPlace[] = []
  const stopped: StoppedRoot[] = []
  for (const { path, id } of wanted) {
    const location = resolve(path)
    const named = id ?? known.find((root) => root.location === location)?.id
    const there = await probe(location).catch((error: unknown) => ({ failed: error }))
    if (there === undefined || 'failed' in there) {
      stopped.push(unavailable(named ?? nameOf(location), location, there?.failed))
      continue
    }
    if (there.kind !== 'folder') {
      throw new ScanError('USAGE', `${location} is not a folder. Name the folder that holds the music.`, {
        path: location,
      })
    }
    const place = await placeOf(named ?? nameOf(location), location, there, probe)
    const twin = knownPlaces.find((other) => other.id !== place.id && isSamePlace(place, other))
    if (twin !== undefined && named !== undefined) throw sameFolder(place, twin)
    // Without a name of its own it is the root that is known already, under another path.
    const root = twin === undefined ? place : { ...place, id: twin.id, location: twin.location }
    if (!found.some((other) => isSamePlace(root, other))) found.push(root)
  }
  refuseEqualIds(found)
  const roots: RootPlace[] = []
  const parts: { readonly root: RootPlace; readonly location: string }[] = []
  for (const root of found) {
    const others = [...knownPlaces, ...found].filter((other) => other.id !== root.id)
    const inner = knownPlaces.find((other) => other.id !== root.id && pathInside(other, root) !== undefined)
    if (inner !== undefined) throw nested(root, inner)
    const [outer] = others
      .filter((other) => pathInside(root, other) !== undefined)
      .sort((a, b) => a.realPath.length - b.realPath.length)
    if (outer !== undefined) parts.push({ root: outer, location: outer.location + pathInside(root, outer) })
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

/** A mount that hangs is waited for once. */
const askOnce = (probe: RootsRequest['probe']): RootsRequest['probe'] => {
  const asked = new Map<string, ReturnType<typeof probe>>()
  return (location) => {
    const answer = asked.get(location) ?? probe(location)
    asked.set(location, answer)
    return answer
  }
}

const nameOf = (location: string): string => basename(location) || 'root'

const placesOf = (known: readonly Root[], probe: RootsRequest['probe']): Promise<RootPlace[]> =>
  Promise.all(
    known.map(async (root) => {
      const there = await probe(root.location).catch(() => undefined)
      if (there === undefined) return { ...root, realPath: root.location, above: undefined }
      return placeOf(root.id, root.location, there, probe)
    }),
  )

const isNews = (root: RootPlace, known: readonly Root[]): boolean => {
  const old = known.find(({ id }) => id === root.id)
  return old === undefined || old.location !== root.location || old.device !== root.device || old.inode !== root.inode
}

/** The same folder under another path is no relocation. */
const isRelocated = (root: RootPlace, known: readonly Root[], confirmed: readonly string[]): boolean => {
  const old = known.find(({ id }) => id === root.id)
  if (old === undefined || old.location === root.location || confirmed.includes(root.id)) return false
  return old.device !== root.device || old.inode !== root.inode
}

const refuseEqualIds = (roots: readonly RootPlace[]): void => {
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

const sameFolder = (root: RootPlace, twin: RootPlace): ScanError =>
  new ScanError(
    'ROOT_NESTED',
    `${root.location} is the folder of the root ${twin.id} (${twin.location}), and cannot be the root ${root.id} too. Leave its id out, or remove the root ${twin.id} first.`,
    { rootId: root.id, path: root.location },
  )

const nested = (root: RootPlace, inner: RootPlace): ScanError =>
  new ScanError(
    'ROOT_NESTED',
    `${root.location} contains ${inner.location}, which is already the root ${inner.id}. Remove that root first, or scan the other folders of ${root.location}.`,
    { rootId: root.id, path: root.location },
  )

const moved = (root: RootPlace, known: readonly Root[]): StoppedRoot => ({
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
