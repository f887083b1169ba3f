import { resolve, sep } from 'node:path'
import { ScanError } from '../core/errors.ts'
import type { Root } from '../core/model/root.ts'

/** The root and key of a file given as a path of this machine, or as `root/path` the way listings print it. */
export const locate = (file: string, roots: readonly Root[]): { readonly rootId: string; readonly path: string } => {
  const absolute = resolve(file)
  for (const root of roots) {
    const base = root.location.endsWith(sep) ? root.location : root.location + sep
    if (absolute.startsWith(base))
      return { rootId: root.id, path: absolute.slice(base.length).split(sep).join('/').normalize('NFC') }
  }
  const named = roots.find((root) => file.startsWith(`${root.id}/`))
  if (named !== undefined) return { rootId: named.id, path: file.slice(named.id.length + 1) }
  const known = roots.map((root) => `${root.id} (${root.location})`).join(', ')
  throw new ScanError('USAGE', `${file} lies in no root of this library. Its roots: ${known || 'none'}.`, {
    path: file,
  })
}
