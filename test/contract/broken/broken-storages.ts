import type { Break } from './break-storage.ts'
import { brokenListings } from './broken-listings.ts'
import { brokenScans } from './broken-scans.ts'
import { brokenSharing } from './broken-sharing.ts'
import { brokenTaskLists } from './broken-task-lists.ts'
import { brokenTasks } from './broken-tasks.ts'
import { brokenTexts } from './broken-texts.ts'
import { brokenTransactions } from './broken-transactions.ts'

/** One mistake each that real storages make. */
export const brokenStorages: Readonly<Record<string, Break>> = {
  ...brokenTransactions,
  ...brokenScans,
  ...brokenSharing,
  ...brokenTasks,
  ...brokenTaskLists,
  ...brokenTexts,
  ...brokenListings,
}
