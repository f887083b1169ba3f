import { ScanError } from '../../../src/core/errors.ts'
import type { Break } from './break-storage.ts'
import { changingTracks, changingWrites } from './map-tracks.ts'

const refused = (error: unknown): boolean => ScanError.is(error) && error.code === 'STORAGE_REFUSED'
const lost = (error: unknown): boolean => ScanError.is(error) && error.code === 'LEASE_LOST'

/** Mistakes about what is committed together, and once. */
export const brokenTransactions: Readonly<Record<string, Break>> = {
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
}
