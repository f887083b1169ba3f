import type { Root } from '../../core/model/root.ts'
import type { LibraryWriter } from '../../core/ports/library-writer.ts'
import { CommitScope } from './commit-scope.ts'
import type { Database } from './database.ts'
import { markMissing } from './mark-missing.ts'
import { recordset } from './recordset.ts'

const rootColumns = { id: 'text', location: 'text', device: 'float8', inode: 'float8' } as const

/** Tracks marked at once, so that no statement of a large root takes long. */
const markedAtOnce = 10_000

/** The roots of the library. */
export const roots = (database: Database): Pick<LibraryWriter, 'roots' | 'setRoots'> => ({
  roots: () =>
    database.snapshot((db) =>
      db.all<Root>('SELECT id, location, device, inode FROM roots WHERE location IS NOT NULL ORDER BY id'),
    ),

  setRoots: ({ put = [], remove = [], now }) =>
    database.transaction(async (db) => {
      const scope = await CommitScope.open(db, now)
      await putRoots(scope, put)
      for (const id of remove) await removeRoot(scope, id)
      await scope.flush()
    }),
})

const putRoots = async ({ db }: CommitScope, put: readonly Root[]): Promise<void> => {
  if (put.length === 0) return
  const last = new Map(put.map(({ id, location, device, inode }) => [id, { id, location, device, inode }]))
  await db.run(
    `INSERT INTO roots (id, location, device, inode) SELECT x.id, x.location, x.device, x.inode FROM ${recordset(rootColumns)}
     ON CONFLICT (id) DO UPDATE SET location = excluded.location, device = excluded.device, inode = excluded.inode`,
    JSON.stringify([...last.values()]),
  )
}

const removeRoot = async (scope: CommitScope, id: string): Promise<void> => {
  const { db } = scope
  const root = await db.get<{ root_key: number }>('SELECT root_key FROM roots WHERE id = ?', id)
  if (root === undefined) return
  const tracks = await db.all<{ id: string }>(
    'SELECT id FROM tracks WHERE root_key = ? AND missing_since IS NULL ORDER BY id',
    root.root_key,
  )
  for (let from = 0; from < tracks.length; from += markedAtOnce)
    await markMissing(
      scope,
      tracks.slice(from, from + markedAtOnce).map((track) => ({ trackId: track.id, reason: 'root-removed' })),
    )
  for (const table of ['pending', 'pending_losses', 'errors'])
    await db.run(`DELETE FROM ${table} WHERE root_id = ?`, id)
  await db.run(
    'UPDATE folders SET disk_path = NULL, mtime_us = NULL, config_hash = NULL, mounts = NULL, sidecars = NULL WHERE root_key = ?',
    root.root_key,
  )
  await db.run('UPDATE roots SET location = NULL, device = NULL, inode = NULL WHERE root_key = ?', root.root_key)
}
