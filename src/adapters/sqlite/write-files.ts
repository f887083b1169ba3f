import type { FolderState } from '../../core/model/change.ts'
import type { ItemError } from '../../core/model/item-error.ts'
import type { UnitCommit } from '../../core/ports/library-writer.ts'
import { folderOf, nameOf } from '../../core/text/path-parts.ts'
import type { CommitScope } from './commit-scope.ts'

/** Renews what is known of files that were looked at without reading anything into their tracks. */
export const writeStamps = (scope: CommitScope, scanId: number, stamps: NonNullable<UnitCommit['stamps']>): void => {
  const { db, keys } = scope
  for (const { rootId, path, size, mtimeUs, ctimeUs } of stamps) {
    const rootKey = keys.root(rootId)
    const track = db.get<{ track_key: number; size: number; codec: string | null }>(
      'SELECT track_key, size, codec FROM tracks WHERE root_key = ? AND path = ? AND missing_since IS NULL',
      ...[rootKey, path],
    )
    if (track === undefined) continue
    db.run(
      'UPDATE tracks SET size = ?, mtime_us = ?, ctime_us = ?, read_scan = ? WHERE track_key = ?',
      ...[size, mtimeUs, ctimeUs, scanId, track.track_key],
    )
    const counted = { rootKey, codec: track.codec, durationMs: 0, missing: false }
    scope.totals.count({ ...counted, size: track.size }, -1)
    scope.totals.count({ ...counted, size }, 1)
  }
}

export const writeErrors = ({ db, keys }: CommitScope, scanId: number, errors: readonly ItemError[]): void => {
  for (const { rootId, path, code, stage, message, retryable, stamp, at } of errors)
    db.run(
      `INSERT OR REPLACE INTO errors (root_id, path, folder_key, name, code, stage, message, retryable, size, mtime_us, ctime_us, at, read_scan)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ...[rootId, path, keys.folder(rootId, folderOf(path)), nameOf(path), code, stage, message, retryable],
      ...[stamp?.size, stamp?.mtimeUs, stamp?.ctimeUs, at, scanId],
    )
}

export const healErrors = (
  { db }: CommitScope,
  places: readonly { readonly rootId: string; readonly path: string }[],
): void => {
  // Most libraries have no errors at all, and every file that was read well is a place.
  if (places.length === 0 || db.get('SELECT min(folder_key) AS first FROM errors')?.first === null) return
  for (const { rootId, path } of places) db.run('DELETE FROM errors WHERE root_id = ? AND path = ?', rootId, path)
}

export const writeFolders = ({ db, keys }: CommitScope, folders: readonly FolderState[]): void => {
  for (const { rootId, key, diskPath, mtimeUs, configHash, mounts, sidecars } of folders)
    db.run(
      'UPDATE folders SET disk_path = ?, mtime_us = ?, config_hash = ?, mounts = ?, sidecars = ? WHERE folder_key = ?',
      ...[
        diskPath,
        mtimeUs,
        configHash,
        mounts,
        sidecars.length === 0 ? '[]' : JSON.stringify(sidecars),
        keys.folder(rootId, key),
      ],
    )
}

export const relistFolders = (
  { db }: CommitScope,
  folders: readonly { readonly rootId: string; readonly key: string }[],
): void => {
  for (const { rootId, key } of folders)
    db.run(
      'UPDATE folders SET mtime_us = NULL WHERE root_key = (SELECT root_key FROM roots WHERE id = ?) AND path = ?',
      ...[rootId, key],
    )
}

export const forgetFolders = (
  { db }: CommitScope,
  folders: readonly { readonly rootId: string; readonly key: string }[],
): void => {
  for (const { rootId, key } of folders)
    db.run(
      `UPDATE folders SET disk_path = NULL, mtime_us = NULL, config_hash = NULL, mounts = NULL, sidecars = NULL
       WHERE root_key = (SELECT root_key FROM roots WHERE id = ?) AND path = ?`,
      ...[rootId, key],
    )
}
