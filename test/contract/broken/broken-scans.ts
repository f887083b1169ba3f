import type { UnitCommit } from '../../../src/core/ports/library-writer.ts'
import type { Break } from './break-storage.ts'

/** Mistakes about leases, scans and what waits for settle. */
export const brokenScans: Readonly<Record<string, Break>> = {
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
