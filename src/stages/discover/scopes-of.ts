import { sep } from 'node:path'
import type { DiscoverScope } from '../../core/engine/units-of.ts'
import { ScanError } from '../../core/errors.ts'
import type { Probe } from './resolve-roots.ts'
import { isInside } from './root-places.ts'

interface Located {
  readonly id: string
  readonly location: string
  readonly realPath: string
}

/** What {@link scopesOf} turns into scopes. */
export interface ScopesRequest {
  readonly roots: readonly Located[]
  /** Folders and files to look at; their root where it is known. */
  readonly places: readonly { readonly root: Located | undefined; readonly location: string }[]
  readonly probe: (location: string) => Promise<Probe | undefined>
}

/**
 * What discover units diff: whole roots, folders in them, or single files. A scope inside another one is left out.
 *
 * @throws ScanError `USAGE` for a place outside all roots.
 */
export const scopesOf = async ({ roots, places, probe }: ScopesRequest): Promise<readonly DiscoverScope[]> => {
  const folders: { readonly rootId: string; readonly under: string }[] = []
  const files: { readonly rootId: string; readonly under: string; readonly name: string }[] = []
  for (const { root: known, location: asked } of places) {
    const { root, location } =
      known === undefined ? await rootOf(asked, roots, probe) : { root: known, location: asked }
    const key = keyOf(location, root)
    const there = key === '' ? undefined : await probe(location).catch(() => undefined)
    const asFile = {
      rootId: root.id,
      under: key.slice(0, key.lastIndexOf('/') + 1),
      name: key.slice(key.lastIndexOf('/') + 1),
    }
    if (there !== undefined && there.kind !== 'folder') files.push(asFile)
    else folders.push({ rootId: root.id, under: key === '' ? '' : `${key}/` })
    // What is not there may have been either.
    if (key !== '' && there === undefined) files.push(asFile)
  }
  const covers = (outer: { readonly rootId: string; readonly under: string }, rootId: string, key: string): boolean =>
    outer.rootId === rootId && key.startsWith(outer.under)
  const widest = folders.filter(
    (folder, index) =>
      !folders.some(
        (other, at) =>
          at !== index && covers(other, folder.rootId, folder.under) && (other.under !== folder.under || at < index),
      ),
  )
  const single = files.filter(
    ({ rootId, under, name }) => !widest.some((folder) => covers(folder, rootId, under + name)),
  )
  const byFolder = Map.groupBy(single, ({ rootId, under }) => `${rootId}\0${under}`)
  return [
    ...widest.map((folder) => ({ ...folder, names: null })),
    ...[...byFolder.values()].flatMap((some) => {
      const [first] = some
      return first === undefined
        ? []
        : [{ rootId: first.rootId, under: first.under, names: [...new Set(some.map(({ name }) => name))] }]
    }),
  ]
}

/** The root that a place lies in, by its path as it was given, else with all links resolved. */
const rootOf = async (
  location: string,
  roots: readonly Located[],
  probe: ScopesRequest['probe'],
): Promise<{ readonly root: Located; readonly location: string }> => {
  const lies = (path: string, folder: string): boolean => path === folder || isInside(path, folder)
  const plain = roots.find((root) => lies(location, root.location))
  if (plain !== undefined) return { root: plain, location }
  const real = (await probe(location).catch(() => undefined))?.realPath
  const root = real === undefined ? undefined : roots.find(({ realPath }) => lies(real, realPath))
  if (real !== undefined && root !== undefined)
    return { root, location: root.location + real.slice(root.realPath.length) }
  const known = roots.map((one) => one.location).join(', ')
  throw new ScanError('USAGE', `${location} lies in no root. The roots are: ${known}.`, { path: location })
}

const keyOf = (location: string, root: Located): string =>
  location.slice(root.location.length).split(sep).filter(Boolean).join('/').normalize('NFC')
