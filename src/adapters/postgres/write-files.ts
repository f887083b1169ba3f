import type { FolderState } from '../../core/model/change.ts'
import type { ItemError } from '../../core/model/item-error.ts'
import type { UnitCommit } from '../../core/ports/library-writer.ts'
import { folderOf, nameOf } from '../../core/text/path-parts.ts'
import type { CommitScope } from './commit-scope.ts'
import { Folders } from './keys.ts'
import { insertRows, recordset } from './recordset.ts'

type Stamp = NonNullable<UnitCommit['stamps']>[number]

const stampColumns = { root_id: 'text', path: 'text', size: 'float8', mtime_us: 'float8', ctime_us: 'float8' } as const

/** Renews what is known of files that were looked at without reading anything into their tracks. */
export const writeStamps = async (scope: CommitScope, scanId: number, stamps: readonly Stamp[]): Promise<void> => {
  if (stamps.length === 0) return
  const json = JSON.stringify(
    lastAtPlaces(stamps).map(({ rootId, path, size, mtimeUs, ctimeUs }) => ({
      ...{ root_id: rootId, path, size, mtime_us: mtimeUs, ctime_us: ctimeUs },
    })),
  )
  const at = `FROM ${recordset(stampColumns)} JOIN roots r ON r.id = x.root_id`
  const before = await scope.db.all<{ root_key: number; codec: string | null; old: number; size: number }>(
    `SELECT t.root_key, t.codec, t.size AS old, x.size ${at} JOIN tracks t ON t.root_key = r.root_key AND t.path = x.path AND t.missing_since IS NULL`,
    json,
  )
  await scope.db.run(
    `UPDATE tracks t SET size = x.size, mtime_us = x.mtime_us, ctime_us = x.ctime_us, read_scan = ?::bigint ${at}
     WHERE t.root_key = r.root_key AND t.path = x.path AND t.missing_since IS NULL`,
    ...[scanId, json],
  )
  for (const { root_key, codec, old, size } of before) {
    const counted = { rootKey: root_key, codec, durationMs: 0, missing: false }
    scope.totals.count({ ...counted, size: old }, -1)
    scope.totals.count({ ...counted, size }, 1)
  }
}

const errorColumns = {
  root_id: 'text',
  path: 'text',
  folder_key: 'bigint',
  name: 'text',
  code: 'text',
  stage: 'text',
  message: 'text',
  retryable: 'boolean',
  size: 'float8',
  mtime_us: 'float8',
  ctime_us: 'float8',
  at: 'bigint',
  read_scan: 'bigint',
} as const
const renewed = Object.keys(errorColumns).filter((column) => column !== 'root_id' && column !== 'path')

export const writeErrors = async ({ db }: CommitScope, scanId: number, errors: readonly ItemError[]): Promise<void> => {
  if (errors.length === 0) return
  const folders = await Folders.of(
    db,
    errors.map(({ rootId, path }) => ({ rootId, path: folderOf(path) })),
  )
  await db.run(
    `${insertRows('errors', errorColumns)} ON CONFLICT (root_id, path) DO UPDATE SET ${renewed.map((column) => `${column} = excluded.${column}`).join(', ')}`,
    JSON.stringify(
      lastAtPlaces(errors).map(({ rootId, path, code, stage, message, retryable, stamp, at }) => ({
        ...{ root_id: rootId, path, folder_key: folders.folder(rootId, folderOf(path)), name: nameOf(path) },
        ...{ code, stage, message, retryable, at, read_scan: scanId },
        ...{ size: stamp?.size ?? null, mtime_us: stamp?.mtimeUs ?? null, ctime_us: stamp?.ctimeUs ?? null },
      })),
    ),
  )
}

/** Takes rows at places out of a table. */
export const dropAt = async (
  { db }: CommitScope,
  table: 'errors' | 'pending',
  places: readonly { readonly rootId: string; readonly path: string }[],
): Promise<void> => {
  if (places.length === 0 || (await db.get(`SELECT 1 FROM ${table} LIMIT 1`)) === undefined) return
  await db.run(
    `DELETE FROM ${table} d USING ${recordset({ root_id: 'text', path: 'text' })} WHERE d.root_id = x.root_id AND d.path = x.path`,
    JSON.stringify(places.map(({ rootId, path }) => ({ root_id: rootId, path }))),
  )
}

const folderColumns = {
  folder_key: 'bigint',
  disk_path: 'text',
  mtime_us: 'float8',
  config_hash: 'text',
  mounts: 'bigint',
  sidecars: 'text',
} as const

export const writeFolders = async ({ db }: CommitScope, states: readonly FolderState[]): Promise<void> => {
  if (states.length === 0) return
  const folders = await Folders.of(
    db,
    states.map(({ rootId, key }) => ({ rootId, path: key })),
  )
  const rows = new Map(
    states.map(({ rootId, key, diskPath, mtimeUs, configHash, mounts, sidecars }) => {
      const folderKey = folders.folder(rootId, key)
      const state = { disk_path: diskPath, mtime_us: mtimeUs, config_hash: configHash, mounts }
      return [folderKey, { folder_key: folderKey, ...state, sidecars: JSON.stringify(sidecars) }]
    }),
  )
  await db.run(
    `UPDATE folders f SET disk_path = x.disk_path, mtime_us = x.mtime_us, config_hash = x.config_hash, mounts = x.mounts, sidecars = x.sidecars
     FROM ${recordset(folderColumns)} WHERE f.folder_key = x.folder_key`,
    JSON.stringify([...rows.values()]),
  )
}

type FolderPlaces = readonly { readonly rootId: string; readonly key: string }[]

export const relistFolders = (scope: CommitScope, places: FolderPlaces): Promise<void> =>
  updateFolders(scope, places, 'mtime_us = NULL')

export const forgetFolders = (scope: CommitScope, places: FolderPlaces): Promise<void> =>
  updateFolders(scope, places, 'disk_path = NULL, mtime_us = NULL, config_hash = NULL, mounts = NULL, sidecars = NULL')

const updateFolders = async ({ db }: CommitScope, places: FolderPlaces, change: string): Promise<void> => {
  if (places.length === 0) return
  await db.run(
    `UPDATE folders f SET ${change} FROM ${recordset({ root_id: 'text', path: 'text' })} JOIN roots r ON r.id = x.root_id
     WHERE f.root_key = r.root_key AND f.path = x.path`,
    JSON.stringify(places.map(({ rootId, key }) => ({ root_id: rootId, path: key }))),
  )
}

/** One value for each place, the last. */
export const lastAtPlaces = <T extends { readonly rootId: string; readonly path: string }>(
  values: readonly T[],
): T[] => [...new Map(values.map((value) => [`${value.rootId}\n${value.path}`, value])).values()]
