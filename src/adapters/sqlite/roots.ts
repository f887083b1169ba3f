import type { Root } from '../../core/model/root.ts'
import type { LibraryWriter } from '../../core/ports/library-writer.ts'
import { CommitScope } from './commit-scope.ts'
import type { Connection } from './connection.ts'
import { markMissing } from './mark-missing.ts'
import type { Synchronous } from './synchronous.ts'

/** The roots of the library. */
export const roots = (db: Connection): Synchronous<Pick<LibraryWriter, 'roots' | 'setRoots'>> => ({
  roots: () =>
    db
      .all<Root>('SELECT id, location, device, inode FROM roots WHERE location IS NOT NULL ORDER BY id')
      .map((root) => ({ ...root })),

  setRoots: ({ put = [], remove = [], now }) =>
    db.transaction(() => {
      const scope = new CommitScope(db, now)
      for (const { id, location, device, inode } of put)
        db.run(
          'UPDATE roots SET location = ?, device = ?, inode = ? WHERE root_key = ?',
          location,
          device,
          inode,
          scope.keys.root(id),
        )
      for (const id of remove) removeRoot(scope, id)
      scope.flush()
    }),
})

const removeRoot = (scope: CommitScope, id: string): void => {
  const { db } = scope
  const root = db.get<{ root_key: number }>('SELECT root_key FROM roots WHERE id = ?', id)
  if (root === undefined) return
  for (const track of db.all<{ id: string }>(
    'SELECT id FROM tracks WHERE root_key = ? AND missing_since IS NULL ORDER BY id',
    root.root_key,
  ))
    markMissing(scope, track.id, 'root-removed')
  for (const table of ['pending', 'pending_losses', 'errors']) db.run(`DELETE FROM ${table} WHERE root_id = ?`, id)
  db.run(
    'UPDATE folders SET disk_path = NULL, mtime_us = NULL, config_hash = NULL, mounts = NULL, sidecars = NULL WHERE root_key = ?',
    root.root_key,
  )
  db.run('UPDATE roots SET location = NULL, device = NULL, inode = NULL WHERE root_key = ?', root.root_key)
}
