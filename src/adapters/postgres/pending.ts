import type { FileLoss } from '../../core/model/change.ts'
import type { PendingArrival } from '../../core/model/pending.ts'
import { headOf } from '../../core/sealed-entry.ts'
import { folderOf, nameOf } from '../../core/text/path-parts.ts'
import type { CommitScope } from './commit-scope.ts'
import { Folders } from './keys.ts'
import { insertRows, recordset } from './recordset.ts'
import { dropAt, lastAtPlaces } from './write-files.ts'

const arrivalColumns = {
  root_id: 'text',
  path: 'text',
  folder_key: 'bigint',
  name: 'text',
  size: 'float8',
  mtime_us: 'float8',
  ctime_us: 'float8',
  read_scan: 'bigint',
  audio_key: 'text',
  arrival: 'text',
} as const
const renewed = Object.keys(arrivalColumns).filter((column) => column !== 'root_id' && column !== 'path')

/** Keeps arrivals until settle judges them; a later one of the same path replaces the earlier. */
export const writeArrivals = async (
  { db }: CommitScope,
  scanId: number,
  arrivals: readonly PendingArrival[],
): Promise<void> => {
  if (arrivals.length === 0) return
  const placed = lastAtPlaces(arrivals.map((arrival) => ({ ...headOf(arrival.entry), arrival })))
  const folders = await Folders.of(
    db,
    placed.map(({ rootId, path }) => ({ rootId, path: folderOf(path) })),
  )
  await db.run(
    `${insertRows('pending', arrivalColumns)} ON CONFLICT (root_id, path) DO UPDATE SET ${renewed.map((column) => `${column} = excluded.${column}`).join(', ')}`,
    JSON.stringify(
      placed.map(({ rootId, path, size, mtimeUs, ctimeUs, audioKey, arrival }) => ({
        ...{ root_id: rootId, path, folder_key: folders.folder(rootId, folderOf(path)), name: nameOf(path) },
        ...{ size, mtime_us: mtimeUs, ctime_us: ctimeUs, read_scan: scanId, audio_key: audioKey },
        arrival: JSON.stringify(arrival),
      })),
    ),
  )
}

const lossColumns = { root_id: 'text', path: 'text', reason: 'text' } as const

/** Records files that are no longer there: what waited or failed at the path goes, a present track gets a pending loss. */
export const writeLosses = async (scope: CommitScope, losses: readonly FileLoss[]): Promise<void> => {
  if (losses.length === 0) return
  await dropAt(scope, 'pending', losses)
  await dropAt(scope, 'errors', losses)
  await scope.db.run(
    `INSERT INTO pending_losses (track_key, root_id, path, reason)
     SELECT t.track_key, x.root_id, t.path, x.reason FROM ${recordset(lossColumns)} JOIN roots r ON r.id = x.root_id
       JOIN tracks t ON t.root_key = r.root_key AND t.path = x.path AND t.missing_since IS NULL
     ON CONFLICT (track_key) DO UPDATE SET root_id = excluded.root_id, path = excluded.path, reason = excluded.reason`,
    JSON.stringify(lastAtPlaces(losses).map(({ rootId, path, reason }) => ({ root_id: rootId, path, reason }))),
  )
}

/** Drops recorded losses, by track id. */
export const forgiveLosses = async ({ db }: CommitScope, trackIds: readonly string[]): Promise<void> => {
  if (trackIds.length === 0) return
  await db.run(
    'DELETE FROM pending_losses USING tracks t WHERE t.track_key = pending_losses.track_key AND t.id = ANY(?::text[])',
    trackIds,
  )
}
