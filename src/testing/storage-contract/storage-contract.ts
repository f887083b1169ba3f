import { claimedTasks } from './claimed-tasks.ts'
import { crews } from './crew.ts'
import { derivedValues } from './derived-values.ts'
import { dueTasks } from './due-tasks.ts'
import { entityListings } from './entity-listings.ts'
import { exporting } from './exporting.ts'
import { identityLookup } from './identity-lookup.ts'
import { knownFiles } from './known-files.ts'
import { opening } from './opening.ts'
import { overview } from './overview.ts'
import { owingTasks } from './owing-tasks.ts'
import { pending } from './pending.ts'
import { repeats } from './repeats.ts'
import { rootsAndPurge } from './roots-and-purge.ts'
import { scans } from './scans.ts'
import { scansOfMany } from './scans-of-many.ts'
import { searching } from './searching.ts'
import { severalProcesses } from './several-processes.ts'
import { type Facet, onFreshStorage, type StorageContractOptions } from './suite.ts'
import { taskKinds } from './task-kinds.ts'
import { taskLists } from './task-lists.ts'
import { texts } from './texts.ts'
import { trackListing } from './track-listing.ts'
import { trackWrites } from './track-writes.ts'
import { transactions } from './transactions.ts'
import { units } from './units.ts'
import { unsettledRows } from './unsettled-rows.ts'

const facets: Readonly<Record<string, Facet>> = {
  opening,
  transactions,
  repeats,
  'writing tracks': trackWrites,
  texts,
  'known files': knownFiles,
  'looking up identity': identityLookup,
  'pending arrivals and losses': pending,
  'unsettled albums and artists': unsettledRows,
  'roots and purge': rootsAndPurge,
  scans,
  units,
  'scans of several processes': scansOfMany,
  'owing tasks': owingTasks,
  'tasks that are due': dueTasks,
  'claiming and ending tasks': claimedTasks,
  'counting, listing, retrying and purging tasks': taskLists,
  'kinds of tasks': taskKinds,
  'derived values': derivedValues,
  crew: crews,
  'listing tracks': trackListing,
  'listing albums, artists, genres and errors': entityListings,
  search: searching,
  overview,
  export: exporting,
  'several processes': severalProcesses,
}

/**
 * The contract of a {@link Storage} as a test suite for any runner with `describe` and `it` (vitest, node:test, jest, mocha). It covers what the doc comments of the ports promise:
 * a storage that passes gives the same results as the built-in ones. Every case creates a storage of its own.
 *
 * @example
 * ```ts
 * import { describe, it } from 'node:test'
 * import { memoryStorage } from '@soniquebay/scan'
 * import { storageContract } from '@soniquebay/scan/testing'
 *
 * storageContract({ describe, it, create: async () => ({ storage: memoryStorage() }) })
 * ```
 */
export const storageContract = ({ describe, it, create }: StorageContractOptions): void => {
  for (const [name, facet] of Object.entries(facets)) {
    describe(`storage contract: ${name}`, () => {
      facet({ it: (title, body) => it(title, () => onFreshStorage(create, body)) })
    })
  }
}
