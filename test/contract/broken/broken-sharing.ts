import type { WorkerBeat } from '../../../src/core/model/worker.ts'
import type { Break } from './break-storage.ts'

/** Mistakes about what several processes share: running scans, named leases, and who works. */
export const brokenSharing: Readonly<Record<string, Break>> = {
  'a paused scan hands out units': {
    ledger: ({ ledger }) => ({
      claimUnit: async (request) => {
        const scan = await ledger.scan(request.scanId)
        if (scan?.state !== 'paused') return ledger.claimUnit(request)
        await ledger.setScanState(scan.id, 'running', null, 0)
        const lease = await ledger.claimUnit(request)
        await ledger.setScanState(scan.id, 'paused', null, 0)
        return lease
      },
    }),
  },
  'a cancelled scan hands out units': {
    ledger: ({ ledger }) => {
      let held = false
      return {
        setScanState: async (scanId, state, message, now) => {
          held = state === 'cancelled'
          if (!held) await ledger.setScanState(scanId, state, message, now)
        },
        scan: async (scanId) => {
          const scan = await ledger.scan(scanId)
          return held && scan !== undefined ? { ...scan, state: 'cancelled' } : scan
        },
      }
    },
  },
  'units of other roots are claimed': {
    ledger: ({ ledger }) => ({ claimUnit: ({ rootIds, ...request }) => ledger.claimUnit(request) }),
  },
  'units of no root are left to others': {
    ledger: ({ ledger }) => ({
      claimUnit: async (request) => {
        const lease = await ledger.claimUnit(request)
        if (lease === undefined || lease.rootId !== null || request.rootIds === undefined) return lease
        await ledger.releaseUnit(lease)
        return undefined
      },
    }),
  },
  'a scan is extended whatever its state': {
    ledger: ({ ledger }) => ({
      extendScan: async (scanId, discover) => {
        const scan = await ledger.scan(scanId)
        if (scan === undefined || scan.state === 'running') return ledger.extendScan(scanId, discover)
        await ledger.setScanState(scanId, 'running', scan.message, 0)
        const extended = await ledger.extendScan(scanId, discover)
        await ledger.setScanState(scanId, scan.state, scan.message, scan.endedAt ?? 0)
        return extended
      },
    }),
  },
  'an extended scan does not know its new roots': {
    ledger: ({ ledger }) => {
      const begun = new Map<number, readonly string[]>()
      return {
        beginScan: async (request) => {
          const scan = await ledger.beginScan(request)
          begun.set(scan.scan.id, request.rootIds)
          return scan
        },
        scan: async (scanId) => {
          const scan = await ledger.scan(scanId)
          return scan === undefined ? undefined : { ...scan, rootIds: begun.get(scan.id) ?? scan.rootIds }
        },
      }
    },
  },
  'an extended scan has the units that it had': {
    ledger: ({ ledger }) => ({ extendScan: (scanId) => ledger.extendScan(scanId, []) }),
  },
  'units are counted by their tokens, not by the time of their leases': {
    ledger: ({ ledger }) => ({ countUnits: (scanId) => ledger.countUnits(scanId, 0) }),
  },
  'a named lease is given to whoever asks': {
    crew: ({ crew }) => ({
      takeLease: async (name, holder, leaseMs, now) =>
        (await crew.takeLease(name, holder, leaseMs, now)) || crew.takeLease(name, holder, leaseMs, now + 1e9),
    }),
  },
  'a named lease cannot be prolonged': {
    crew: ({ crew }) => ({ takeLease: (name, _holder, leaseMs, now) => crew.takeLease(name, `${now}`, leaseMs, now) }),
  },
  'a named lease is prolonged in word only': {
    crew: ({ crew }) => {
      const holders = new Map<string, string>()
      return {
        takeLease: async (name, holder, leaseMs, now) => {
          if (holders.get(name) === holder) return true
          const taken = await crew.takeLease(name, 'somebody else', leaseMs, now)
          if (taken) holders.set(name, holder)
          return taken
        },
      }
    },
  },
  'anybody may give a named lease up': {
    crew: ({ crew }) => {
      const holders = new Map<string, string>()
      return {
        takeLease: async (name, holder, leaseMs, now) => {
          const taken = await crew.takeLease(name, holder, leaseMs, now)
          if (taken) holders.set(name, holder)
          return taken
        },
        releaseLease: (name, holder) => crew.releaseLease(name, holders.get(name) ?? holder),
      }
    },
  },
  'workers are never forgotten': {
    crew: ({ crew }) => {
      const all = new Map<string, WorkerBeat & { readonly seenAt: number }>()
      return {
        beat: async (worker, now) => void all.set(worker.workerId, { ...worker, seenAt: now }),
        leave: async (workerId) => void all.delete(workerId),
        workers: async (since) => {
          await crew.workers(since)
          return [...all.values()]
            .filter((worker) => worker.seenAt >= since)
            .sort((a, b) => Buffer.compare(Buffer.from(a.workerId), Buffer.from(b.workerId)))
        },
      }
    },
  },
  'workers that have not been heard of are shown': {
    crew: ({ crew }) => ({ workers: () => crew.workers(0) }),
  },
}
