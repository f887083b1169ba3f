import type { Storage } from '../../core/ports/storage.ts'

type Ports = Pick<Storage, 'writer' | 'reader' | 'ledger' | 'tasks' | 'crew'>

/** The methods of each port of a storage, for adapters that pass calls on: to a thread, or to what is opened later. */
export const portMethods: { readonly [Port in keyof Ports]: readonly (keyof Ports[Port] & string)[] } = {
  writer: [
    ...(['commit', 'known', 'lookup', 'arrivalGroups', 'unpairedArrivals', 'pendingLosses'] as const),
    ...(['unsettledAlbums', 'unsettledArtists', 'roots', 'setRoots', 'purge'] as const),
  ],
  reader: [
    ...(['tracks', 'albums', 'artists', 'genres', 'search', 'stats', 'errors', 'explain', 'changes'] as const),
    'exportLines',
  ],
  ledger: [
    ...(['beginScan', 'extendScan', 'claimUnit', 'renewUnit', 'releaseUnit', 'freeUnits', 'countUnits'] as const),
    ...(['setScanState', 'scan'] as const),
  ],
  tasks: [
    ...(['setKinds', 'dueTasks', 'claimTasks', 'renewTasks', 'endTasks', 'countTasks', 'listTasks'] as const),
    ...(['retryTasks', 'purgeTasks', 'derived'] as const),
  ],
  crew: ['takeLease', 'releaseLease', 'beat', 'leave', 'workers'],
}
