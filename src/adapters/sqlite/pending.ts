import type { FileLoss } from '../../core/model/change.ts'
import type { PendingArrival } from '../../core/model/pending.ts'
import { folderOf, nameOf } from '../../core/text/path-parts.ts'
import type { CommitScope } from './commit-scope.ts'

/** Keeps arrivals until settle judges them; a later one of the same path replaces the earlier. */
export const writeArrivals = ({ db, keys }: CommitScope, scanId: number, arrivals: readonly PendingArrival[]): void => {
  for (const arrival of arrivals) {
    const { rootId, path, size, mtimeUs, ctimeUs, audioKey } = arrival.entry.facts
    db.run(
      `INSERT OR REPLACE INTO pending (root_id, path, folder_key, name, size, mtime_us, ctime_us, read_scan, audio_key, arrival)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ...[
        rootId,
        path,
        keys.folder(rootId, folderOf(path)),
        nameOf(path),
        size,
        mtimeUs,
        ctimeUs,
        scanId,
        audioKey,
        JSON.stringify(arrival),
      ],
    )
  }
}

export const dropArrivals = (
  { db }: CommitScope,
  places: readonly { readonly rootId: string; readonly path: string }[],
): void => {
  for (const { rootId, path } of places) db.run('DELETE FROM pending WHERE root_id = ? AND path = ?', rootId, path)
}

/** Records files that are no longer there: what waited or failed at the path goes, a present track gets a pending loss. */
export const writeLosses = ({ db, keys }: CommitScope, losses: readonly FileLoss[]): void => {
  for (const { rootId, path, reason } of losses) {
    db.run('DELETE FROM pending WHERE root_id = ? AND path = ?', rootId, path)
    db.run('DELETE FROM errors WHERE root_id = ? AND path = ?', rootId, path)
    db.run(
      `INSERT INTO pending_losses (track_key, root_id, path, reason)
       SELECT track_key, ?, path, ? FROM tracks WHERE path = ? AND root_key = ? AND missing_since IS NULL
       ON CONFLICT DO UPDATE SET root_id = excluded.root_id, path = excluded.path, reason = excluded.reason`,
      ...[rootId, reason, path, keys.root(rootId)],
    )
  }
}

/** Drops recorded losses, by track id. */
export const forgiveLosses = ({ db }: CommitScope, trackIds: readonly string[]): void => {
  for (const id of trackIds)
    db.run('DELETE FROM pending_losses WHERE track_key = (SELECT track_key FROM tracks WHERE id = ?)', id)
}
