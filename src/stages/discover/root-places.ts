import { dirname } from 'node:path'
import type { Probe } from './resolve-roots.ts'

/** Where a root is now. */
export interface RootPlace {
  readonly id: string
  readonly location: string
  readonly realPath: string
  readonly device: number
  readonly inode: number
  /** The folders above it, nearest first, with device and inode: a folder may be mounted at several places. `undefined` when there is nothing at the location. */
  readonly above: readonly { readonly path: string; readonly identity: string }[] | undefined
}

type AskProbe = (location: string) => Promise<Probe | undefined>

/** Looks at what lies above a root. Folders that cannot be looked at are left out. */
export const placeOf = async (
  id: string,
  location: string,
  { realPath, device, inode }: Omit<Probe, 'kind'>,
  probe: AskProbe,
): Promise<RootPlace> => {
  const above: { path: string; identity: string }[] = []
  for (let path = realPath; path !== dirname(path); ) {
    path = dirname(path)
    const there = await probe(path).catch(() => undefined)
    if (there !== undefined) above.push({ path, identity: identityOf(there) })
  }
  return { id, location, realPath, device, inode, above }
}

/** Whether two roots are one folder, by real path or by device and inode. */
export const isSamePlace = (one: RootPlace, other: RootPlace): boolean =>
  one.realPath === other.realPath || (isThere(one) && isThere(other) && identityOf(one) === identityOf(other))

/** The path of one root inside another one, with a leading `/`; `undefined` when it is not inside. */
export const pathInside = (inner: RootPlace, outer: RootPlace): string | undefined => {
  if (isInside(inner.realPath, outer.realPath)) return inner.realPath.slice(outer.realPath.replace(/\/$/, '').length)
  if (!isThere(outer)) return undefined
  const seen = inner.above?.find(({ identity }) => identity === identityOf(outer))
  return seen === undefined ? undefined : inner.realPath.slice(seen.path.replace(/\/$/, '').length)
}

/** Whether a path lies in a folder, by its text. */
export const isInside = (inner: string, outer: string): boolean =>
  inner.startsWith(outer.endsWith('/') ? outer : `${outer}/`)

const isThere = ({ above }: RootPlace): boolean => above !== undefined

const identityOf = ({ device, inode }: Pick<Probe, 'device' | 'inode'>): string => `${device}:${inode}`
