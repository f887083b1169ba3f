import { ScanError } from '../../../src/core/errors.ts'
import type { SearchResult } from '../../../src/core/ports/library-reader.ts'
import type { UnitCommit } from '../../../src/core/ports/library-writer.ts'
import { decodeCursor, encodeCursor } from '../../../src/core/text/cursor.ts'
import type { Break } from './break-storage.ts'
import { changingTracks, changingWrites } from './map-tracks.ts'

const refused = (error: unknown): boolean => ScanError.is(error) && error.code === 'STORAGE_REFUSED'
const lost = (error: unknown): boolean => ScanError.is(error) && error.code === 'LEASE_LOST'

/** Text up to its first character beyond U+FFFF, or NUL. */
const cutAt = (pattern: RegExp) => (text: string) => text.replace(pattern, '')

/** One mistake each that real storages make. */
export const brokenStorages: Readonly<Record<string, Break>> = {
  'a partial batch is committed': {
    writer: ({ writer }) => ({
      commit: async (unit) => {
        try {
          return await writer.commit(unit)
        } catch (error) {
          const { lease, now, artists = [], albums = [] } = unit
          if (refused(error))
            for (const write of unit.tracks ?? [])
              await writer.commit({ lease, now, artists, albums, tracks: [write] }).catch(() => {})
          throw error
        }
      },
    }),
  },
  'rows are committed one by one': {
    writer: ({ writer }) => ({
      commit: async ({ lease, now, tracks = [], tasks = [], ...rest }) => {
        const { artists = [], albums = [], vacate = [] } = rest
        await writer.commit({ lease, now, artists, albums, vacate })
        for (const write of tracks) await writer.commit({ lease, now, tracks: [write] })
        return writer.commit({ lease, now, ...rest, tasks })
      },
    }),
  },
  'tasks are owed before the transaction': {
    writer: ({ writer }) => ({
      commit: async ({ tasks = [], ...unit }) => {
        const { lease, now } = unit
        await writer.commit({ lease, now, tasks })
        return writer.commit({ ...unit, tasks })
      },
    }),
  },
  'tasks are owed after the transaction': {
    writer: ({ writer }) => ({
      commit: async ({ tasks = [], finished = false, thenSettle = false, ...unit }) => {
        const { lease, now } = unit
        const { unitIds } = await writer.commit(unit)
        return { ...(await writer.commit({ lease, now, tasks, finished, thenSettle })), unitIds }
      },
    }),
  },
  'counts are added outside the transaction': {
    writer: ({ writer }) => ({
      commit: async ({ counts = {}, ...unit }) => {
        await writer.commit({ lease: unit.lease, now: unit.now, counts })
        return writer.commit(unit)
      },
    }),
  },
  'a repeat doubles the counts': {
    writer: ({ writer, ledger }) => ({
      commit: async (unit) => {
        try {
          return await writer.commit(unit)
        } catch (error) {
          if (!lost(error) || unit.finished !== true) throw error
          // The unit is done: a storage that only looks for the scan adds its counts once more.
          const { scanId } = unit.lease
          await ledger.setScanState(scanId, 'done', null, unit.now)
          const { scan } = await ledger.beginScan({
            rootIds: [],
            mode: 'full',
            now: unit.now,
            discover: [{ rootId: '', payload: '' }],
          })
          const lease = await ledger.claimUnit({ scanId: scan.id, segments: ['discover'], leaseMs: 1, now: unit.now })
          if (lease !== undefined) await writer.commit({ lease, now: unit.now, counts: { added: 2 }, finished: true })
          throw error
        }
      },
    }),
  },
  'a repeat counts a genre twice': {
    writer: changingWrites((write) =>
      write.action === 'insert'
        ? write
        : {
            ...write,
            entry: {
              ...write.entry,
              facts: { ...write.entry.facts, genres: [...write.entry.facts.genres, ...write.entry.facts.genres] },
            },
          },
    ),
  },
  'an upsert resets added_at': {
    reader: changingTracks((track) => ({ ...track, addedAt: track.updatedAt })),
  },
  'a lease is given twice': {
    ledger: ({ ledger }) => ({
      claimUnit: async (request) => {
        const lease = await ledger.claimUnit(request)
        return lease ?? ledger.claimUnit({ ...request, now: request.now + 1_000_000 })
      },
    }),
  },
  'a lease never runs out': {
    ledger: ({ ledger }) => ({ claimUnit: (request) => ledger.claimUnit({ ...request, leaseMs: 1e12 }) }),
  },
  'a lost lease may still commit': {
    writer: ({ writer, ledger }) => ({
      commit: async (unit) => {
        try {
          return await writer.commit(unit)
        } catch (error) {
          const { unitId, scanId, segment } = unit.lease
          const again = lost(error)
            ? await ledger.claimUnit({
                scanId,
                unitId,
                segments: [segment],
                leaseMs: 1000,
                now: Number.MAX_SAFE_INTEGER,
              })
            : undefined
          if (again === undefined) throw error
          return writer.commit({ ...unit, lease: again })
        }
      },
    }),
  },
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
  'what was rolled back is kept': {
    writer: ({ writer }) => ({
      commit: async (unit) => {
        try {
          return await writer.commit(unit)
        } catch (error) {
          const { tracks, ...rest } = unit
          if (refused(error)) await writer.commit({ ...rest, finished: false, tasks: [] })
          throw error
        }
      },
    }),
  },
  'pending arrivals are lost at the next scan': {
    ledger: ({ ledger, writer }) => ({
      beginScan: async (request) => {
        const begun = await ledger.beginScan(request)
        const { arrivals } = await writer.unpairedArrivals(1e9, null, 1000)
        const [first] = request.discover
        if (begun.continues === null || arrivals.length === 0 || first === undefined) return begun
        const lease = await ledger.claimUnit({ scanId: begun.scan.id, segments: ['discover'], leaseMs: 1, now: 0 })
        if (lease === undefined) return begun
        const settled = arrivals.map(({ arrival }) => ({
          rootId: arrival.entry.facts.rootId,
          path: arrival.entry.facts.path,
        }))
        await writer.commit({ lease, now: 0, settled })
        await ledger.releaseUnit(lease)
        return begun
      },
    }),
  },
  'pending arrivals lose their artists and albums': {
    writer: ({ writer }) => ({
      unpairedArrivals: async (generation, after, limit) => {
        const { arrivals, next } = await writer.unpairedArrivals(generation, after, limit)
        return {
          arrivals: arrivals.map((row) => ({ ...row, arrival: { ...row.arrival, artists: [], albums: [] } })),
          next,
        }
      },
    }),
  },
  'pending losses outlive their scan': {
    writer: ({ writer }) => {
      let kept: Awaited<ReturnType<typeof writer.pendingLosses>>['losses'] = []
      return {
        pendingLosses: async (after, limit) => {
          const page = await writer.pendingLosses(after, limit)
          return page.losses.length === 0 && after === null ? { ...page, losses: kept } : page
        },
        commit: async (unit) => {
          const result = await writer.commit(unit)
          if ((unit.losses ?? []).length > 0) kept = (await writer.pendingLosses(null, 1000)).losses
          return result
        },
      }
    },
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
  'quick continues an interrupted scan as quick': {
    ledger: ({ ledger }) => ({
      beginScan: async (request) => {
        const begun = await ledger.beginScan(request)
        return { ...begun, scan: { ...begun.scan, mode: request.mode } }
      },
    }),
  },
  'every scan is a generation of its own': {
    ledger: ({ ledger }) => ({
      beginScan: async (request) => {
        const begun = await ledger.beginScan(request)
        return { ...begun, scan: { ...begun.scan, generation: begun.scan.id } }
      },
    }),
  },
  'a scan that only looked is settled': {
    writer: ({ writer }) => ({
      commit: (unit) =>
        writer.commit({ ...unit, counts: { ...unit.counts, read: unit.counts?.read ?? unit.counts?.seen ?? 0 } }),
    }),
  },
  'losses are forgotten without a trace': {
    writer: ({ writer }) => ({ commit: ({ losses, ...unit }: UnitCommit) => writer.commit(unit) }),
  },
}
