import type { SearchResult } from '../../../src/core/ports/library-reader.ts'
import { decodeCursor, encodeCursor } from '../../../src/core/text/cursor.ts'
import type { Break } from './break-storage.ts'

/** Mistakes about pages and what they show. */
export const brokenListings: Readonly<Record<string, Break>> = {
  'a cursor skips ties': {
    reader: ({ reader }) => ({
      tracks: async (query = {}) => {
        const page = await reader.tracks(query)
        const last = page.items.at(-1)
        if (query.sort !== 'quality' || query.descending || page.next === null || last === undefined) return page
        return { ...page, next: encodeCursor('tracks by quality', [last.quality, '\u{10FFFF}']) }
      },
    }),
  },
  'a cursor is an offset': {
    reader: ({ reader }) => ({
      tracks: async ({ cursor, ...query } = {}) => {
        const from = Number(decodeCursor('offset', ['number'], cursor)?.[0] ?? 0)
        const limit = query.limit ?? 100
        const { items } = await reader.tracks({ ...query, limit: 1000 })
        const next = from + limit < items.length ? encodeCursor('offset', [from + limit]) : null
        return { items: items.slice(from, from + limit), next }
      },
    }),
  },
  'search is stale after a retag': {
    reader: ({ reader }) => {
      const first = new Map<string, SearchResult>()
      return {
        search: async (text, request) => {
          const { tracks, albums, artists } = await reader.search(text, request)
          const known = first.get(text)
          const found = { tracks: tracks.length === 0 && known !== undefined ? known.tracks : tracks, albums, artists }
          if (known === undefined) first.set(text, found)
          return found
        },
      }
    },
  },
  'a folder is torn between pages': {
    writer: ({ writer }) => ({
      known: async (query) => {
        const page = await writer.known(query)
        const [first] = page.folders
        if (first?.files == null || first.files.names.length <= query.limit) return page
        const cut = <Value>(values: readonly Value[]): readonly Value[] => values.slice(0, query.limit)
        const { names, sizes, mtimesUs, ctimesUs, flags, readScans } = first.files
        const files = {
          names: cut(names),
          sizes: cut(sizes),
          mtimesUs: cut(mtimesUs),
          ctimesUs: cut(ctimesUs),
          flags: cut(flags),
          readScans: cut(readScans),
        }
        return { folders: [{ ...first, files }], next: first.key }
      },
    }),
  },
  'missing tracks are listed': {
    reader: ({ reader }) => ({ tracks: (query = {}) => reader.tracks({ missing: 'any', ...query }) }),
  },
}
