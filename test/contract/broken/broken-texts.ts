import type { Break } from './break-storage.ts'
import { changingTracks, changingWrites } from './map-tracks.ts'

const cutAt = (pattern: RegExp) => (text: string) => text.replace(pattern, '')

/** Mistakes about texts, paths and their order. */
export const brokenTexts: Readonly<Record<string, Break>> = {
  'the case of paths is folded': {
    writer: changingWrites((write) => ({
      ...write,
      entry: { ...write.entry, facts: { ...write.entry.facts, path: write.entry.facts.path.toLowerCase() } },
    })),
  },
  'paths are compared without case': {
    reader: ({ reader }) => ({
      tracks: async ({ under, ...query } = {}) => {
        if (under === undefined) return reader.tracks(query)
        const { items, next } = await reader.tracks(query)
        return { items: items.filter((track) => track.path.toLowerCase().startsWith(under.toLowerCase())), next }
      },
    }),
  },
  'a folder is looked for with LIKE': {
    reader: ({ reader }) => ({
      tracks: async ({ under, ...query } = {}) => {
        if (under === undefined) return reader.tracks(query)
        const pattern = under
          .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
          .replaceAll('%', '.*')
          .replaceAll('_', '.')
        const { items, next } = await reader.tracks(query)
        return { items: items.filter((track) => new RegExp(`^${pattern}`, 's').test(track.path)), next }
      },
    }),
  },
  'roots are mixed up in known files': {
    writer: ({ writer }) => ({
      known: (query) => writer.known({ ...query, rootId: query.rootId === 'music' ? 'Music' : query.rootId }),
    }),
  },
  'roots are mixed up in a lookup': {
    writer: ({ writer }) => ({
      lookup: async (asked) => {
        const found = await writer.lookup(asked)
        return found.atPaths.length > 0 ? found : writer.lookup({ ...asked, rootId: 'other' })
      },
    }),
  },
  'roots are mixed up in stamps': {
    writer: ({ writer }) => ({
      commit: (unit) =>
        writer.commit({
          ...unit,
          stamps: (unit.stamps ?? []).flatMap((stamp) => [stamp, { ...stamp, rootId: 'music' }]),
        }),
    }),
  },
  'a NUL character ends a text': {
    writer: changingWrites((write) => ({
      ...write,
      entry: {
        ...write.entry,
        facts: { ...write.entry.facts, title: cutAt(/\0.*/s)(write.entry.facts.title) },
      },
    })),
  },
  'characters beyond U+FFFF are spoiled': {
    reader: changingTracks((track) => ({ ...track, title: cutAt(/[\u{10000}-\u{10FFFF}]/gu)(track.title) })),
  },
  'text is sorted by UTF-16 units': {
    reader: ({ reader }) => ({
      genres: async (query = {}) => {
        const { items, next } = await reader.genres({ ...query, limit: 1000 })
        const sorted = [...items].sort((a, b) => (a.name < b.name ? -1 : 1))
        return { items: sorted.slice(0, query.limit ?? 100), next }
      },
    }),
  },
}
