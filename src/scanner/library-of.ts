import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { ScanError } from '../core/errors.ts'
import type { Library } from '../core/library.ts'
import type { Root } from '../core/model/root.ts'
import type { Storage } from '../core/ports/storage.ts'

/** The library over a storage. */
export const libraryOf = ({ reader, writer }: Storage): Library => {
  const rootOf = async (rootId: string): Promise<Root> => {
    const all = await writer.roots()
    const root = all.find(({ id }) => id === rootId)
    if (root !== undefined) return root
    throw new ScanError(
      'USAGE',
      `There is no root ${rootId}. Known: ${all.map(({ id }) => id).join(', ') || 'none'}.`,
      { rootId },
    )
  }
  return {
    tracks: (query) => reader.tracks(query),
    albums: (query) => reader.albums(query),
    artists: (query) => reader.artists(query),
    genres: (query) => reader.genres(query),
    search: (text, request) => reader.search(text, request),
    stats: () => reader.stats(),
    errors: (query) => reader.errors(query),
    explain: (rootId, path) => reader.explain(rootId, path),
    changes: (since, limit) => reader.changes(since, limit),
    roots: () => writer.roots(),
    async relocateRoot(rootId, location) {
      const root = await rootOf(rootId)
      const folder = resolve(location)
      const stat = statSync(folder, { throwIfNoEntry: false })
      if (stat === undefined || !stat.isDirectory())
        throw new ScanError('USAGE', `${folder} is not a folder.`, { rootId, path: folder })
      await writer.setRoots({
        put: [{ ...root, location: folder, device: stat.dev, inode: stat.ino }],
        now: Date.now(),
      })
    },
    async removeRoot(rootId) {
      await rootOf(rootId)
      await writer.setRoots({ remove: [rootId], now: Date.now() })
    },
    purge: ({ missingFor }) => writer.purge(Date.now() - missingFor, Date.now()),
    async *export({ byPath = false } = {}) {
      let cursor: string | undefined
      do {
        const page = await reader.exportLines({ byPath, limit: 500, ...(cursor === undefined ? {} : { cursor }) })
        yield* page.items
        cursor = page.next ?? undefined
      } while (cursor !== undefined)
    },
  }
}
