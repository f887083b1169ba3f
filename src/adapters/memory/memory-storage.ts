import { ScanError } from '../../core/errors.ts'
import type { Crew } from '../../core/ports/crew.ts'
import type { Ledger } from '../../core/ports/ledger.ts'
import type { LibraryReader } from '../../core/ports/library-reader.ts'
import type { LibraryWriter } from '../../core/ports/library-writer.ts'
import type { Storage } from '../../core/ports/storage.ts'
import type { TaskLedger } from '../../core/ports/task-ledger.ts'
import { albumListing } from './albums.ts'
import { artistListing } from './artists.ts'
import { changeFeed } from './changes.ts'
import { commit } from './commit.ts'
import { beat, releaseLease, takeLease, workersSince } from './crew.ts'
import { explanation } from './explain.ts'
import { exporter } from './export-lines.ts'
import { genreListing } from './genres.ts'
import { errorListing } from './item-errors.ts'
import { known } from './known.ts'
import * as ledger from './ledger.ts'
import { Library } from './library.ts'
import { retryTasks, taskListing } from './list-tasks.ts'
import { lookup } from './lookup.ts'
import { purge, roots, setRoots } from './roots.ts'
import { librarySearch } from './search.ts'
import { arrivalGroups, pendingLosses, unpairedArrivals } from './settle-reads.ts'
import { shownRows } from './shown.ts'
import { libraryStats } from './stats.ts'
import * as tasks from './tasks.ts'
import { trackListing } from './tracks.ts'
import { unsettledAlbums, unsettledArtists } from './unsettled.ts'

/** What is open, and whether a scan is under way. */
interface State {
  open: boolean
  lockedBy: number | null
}

/**
 * A storage in the memory of this process: for tests, for small libraries that are scanned at each start, and as the plain reference for other adapters. Closing keeps what it
 * holds, so that it can be opened again; the end of the process does not.
 */
export const memoryStorage = (): Storage => {
  const library = new Library()
  const state: State = { open: false, lockedBy: null }
  const opened = (): Library => {
    if (state.open) return library
    throw new ScanError('CLOSED', 'The memory storage is closed. Open it before use.')
  }
  return {
    specVersion: 'v1',
    name: 'memory',
    capabilities: { multiProcess: false, multiHost: false, durable: false, typoTolerance: false },
    limits: { maxTracksPerCommit: 10_000 },
    writer: writerOf(opened),
    reader: readerOf(library, opened),
    ledger: ledgerOf(opened, state),
    tasks: tasksOf(library, opened),
    crew: crewOf(opened),
    open: async () => {
      state.open = true
    },
    close: async () => {
      state.open = false
      state.lockedBy = null
    },
  }
}

const writerOf = (opened: () => Library): LibraryWriter => ({
  commit: async (unit) => commit(opened(), unit),
  known: async (query) => known(opened(), query),
  lookup: async (asked) => lookup(opened(), asked),
  arrivalGroups: async (generation, after, limit) => arrivalGroups(opened(), generation, after, limit),
  unpairedArrivals: async (generation, after, limit) => unpairedArrivals(opened(), generation, after, limit),
  pendingLosses: async (after, limit) => pendingLosses(opened(), after, limit),
  unsettledAlbums: async (after, limit) => unsettledAlbums(opened(), after, limit),
  unsettledArtists: async (after, limit) => unsettledArtists(opened(), after, limit),
  roots: async () => roots(opened()),
  setRoots: async (change) => setRoots(opened(), change),
  purge: async (missingBefore) => purge(opened(), missingBefore),
})

const readerOf = (library: Library, opened: () => Library): LibraryReader => {
  const shown = shownRows(library)
  const whenOpen =
    <Args extends readonly unknown[], Result>(read: (...args: Args) => Promise<Result>) =>
    async (...args: Args): Promise<Result> => {
      opened()
      return read(...args)
    }
  return {
    tracks: whenOpen(trackListing(library, shown)),
    albums: whenOpen(albumListing(library, shown)),
    artists: whenOpen(artistListing(library, shown)),
    genres: whenOpen(genreListing(library)),
    search: whenOpen(librarySearch(library, shown)),
    stats: whenOpen(libraryStats(library, shown)),
    errors: whenOpen(errorListing(library)),
    explain: whenOpen(explanation(library, shown)),
    changes: whenOpen(changeFeed(library)),
    exportLines: whenOpen(exporter(library, shown)),
  }
}

const ledgerOf = (opened: () => Library, state: State): Ledger => ({
  beginScan: async (request) => {
    const begun = ledger.beginScan(opened(), request, state.lockedBy !== null)
    state.lockedBy = begun.scan.id
    return begun
  },
  extendScan: async (scanId, discover) => ledger.extendScan(opened(), scanId, discover),
  claimUnit: async (request) => ledger.claimUnit(opened(), request),
  renewUnit: async (lease, leaseMs, now) => ledger.renewUnit(opened(), lease, leaseMs, now),
  releaseUnit: async (lease) => ledger.releaseUnit(opened(), lease),
  freeUnits: async (scanId, now, limit) => ledger.freeUnits(opened(), scanId, now, limit),
  countUnits: async (scanId, now) => ledger.countUnits(opened(), scanId, now),
  setScanState: async (scanId, scanState, message, now) => {
    ledger.setScanState(opened(), scanId, scanState, message, now)
    if (ledger.hasEnded(scanState) && state.lockedBy === scanId) state.lockedBy = null
  },
  scan: async (scanId) => {
    const { scans, lastScanId } = opened()
    return scans.get(String(scanId ?? lastScanId))
  },
})

const tasksOf = (library: Library, opened: () => Library): TaskLedger => {
  const list = taskListing(library)
  return {
    setKinds: async (kinds, now) => tasks.setKinds(opened(), kinds, now),
    dueTasks: async (kinds, limit, now) =>
      tasks
        .dueTasks(opened(), kinds, limit, now)
        .map(({ taskId, kind, priority, attempts }) => ({ taskId, kind, priority, attempts })),
    claimTasks: async (request) => tasks.claimTasks(opened(), request),
    renewTasks: async (leases, leaseMs, now) => tasks.renewTasks(opened(), leases, leaseMs, now),
    endTasks: async (ends, now) => tasks.endTasks(opened(), ends, now),
    countTasks: async () => tasks.countTasks(opened()),
    listTasks: async (request) => {
      opened()
      return list(request)
    },
    retryTasks: async (filter, now) => retryTasks(opened(), filter, now),
    purgeTasks: async (doneBefore, limit) => tasks.purgeTasks(opened(), doneBefore, limit),
    derived: async (trackIds, kinds) => tasks.derivedOf(opened(), trackIds, kinds),
  }
}

const crewOf = (opened: () => Library): Crew => ({
  takeLease: async (name, holder, leaseMs, now) => takeLease(opened(), name, holder, leaseMs, now),
  releaseLease: async (name, holder) => releaseLease(opened(), name, holder),
  beat: async (worker, now) => beat(opened(), worker, now),
  leave: async (workerId) => {
    opened().workers.delete(workerId)
  },
  workers: async (since) => workersSince(opened(), since),
})
