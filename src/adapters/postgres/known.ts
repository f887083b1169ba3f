import type { Sidecar } from '../../core/model/change.ts'
import {
  type KnownFiles,
  type KnownFolder,
  type KnownPage,
  type KnownQuery,
  knownFlag,
} from '../../core/ports/library-writer.ts'
import { compareKeys } from '../../core/text/compare-keys.ts'
import { byIndex } from './by-index.ts'
import type { Connection } from './connection.ts'
import type { Database } from './database.ts'
import { mergedFiles } from './known-files.ts'

interface FolderRow {
  readonly folder_key: number
  readonly path: string
  readonly disk_path: string | null
  readonly mtime_us: number | null
  readonly config_hash: string | null
  readonly mounts: number | null
  readonly sidecars: string | null
}

interface PackedRow extends FolderRow {
  /** Whether anything but present tracks is in the folder. */
  readonly mixed: boolean
  readonly names: string | null
  readonly sizes: string | null
  readonly mtimes: string | null
  readonly ctimes: string | null
  readonly scans: string | null
}

const state = 'f.folder_key, f.path, f.disk_path, f.mtime_us, f.config_hash, f.mounts, f.sidecars'

const waiting = `(EXISTS (SELECT 1 FROM pending p WHERE p.folder_key = f.folder_key)
  OR EXISTS (SELECT 1 FROM errors e WHERE e.folder_key = f.folder_key AND e.name <> ''))`

const where = `f.root_key = (SELECT root_key FROM roots WHERE id = ?) AND (?::text IS NULL OR f.path < ?::text)`

const column = (name: string): string => `json_agg(t.${name} ORDER BY t.name)`

/** The next folder and the columns of its files, each as JSON: a tenth of the values that rows of files would be. */
const nextFolder = (from: string): string => `
SELECT f.*, files.* FROM (SELECT ${state} FROM folders f WHERE ${where} AND ${from} ORDER BY f.path LIMIT 1) f
  CROSS JOIN LATERAL (
    SELECT count(*) AS files, count(t.missing_since) > 0 OR ${waiting} AS mixed, ${column('name')} AS names, ${column('size')} AS sizes,
      ${column('mtime_us')} AS mtimes, ${column('ctime_us')} AS ctimes, ${column('read_scan')} AS scans
    FROM tracks t WHERE t.folder_key = f.folder_key) files`

/** What a folder adds to the size of a page: one that nothing is known of adds nothing, so that no page is empty before the end. */
const weight = 'CASE WHEN n.files = 0 AND n.config_hash IS NULL AND NOT n.mixed THEN 0 ELSE greatest(n.files, 1) END'

/** Folder after folder until there are enough files: only what the page shows is looked at, whether folders are few and large or many and small. */
const packedPage = (sign: string): string => `
WITH RECURSIVE page AS (
  SELECT n.*, ${weight} AS total FROM (${nextFolder(`f.path ${sign} ?::text`)}) n
  UNION ALL
  SELECT n.*, page.total + ${weight} FROM page CROSS JOIN LATERAL (${nextFolder('f.path > page.path')}) n WHERE page.total < ?::bigint)
SELECT * FROM page`

const statePage = (sign: string): string => `
SELECT ${state} FROM folders f WHERE ${where} AND f.path ${sign} ?::text
  AND (f.config_hash IS NOT NULL OR EXISTS (SELECT 1 FROM tracks t WHERE t.folder_key = f.folder_key) OR ${waiting})
ORDER BY f.path LIMIT ?::bigint`

/** What is known of a root, folder by folder. */
export const known = (database: Database, query: KnownQuery): Promise<KnownPage> =>
  byIndex(database, (db) => (query.files ? withFiles(db, query) : statesAlone(db, query)))

const withFiles = async (db: Connection, { rootId, under, after, limit }: KnownQuery): Promise<KnownPage> => {
  const { path, sign } = beginOf(under, after)
  const end = pastUnder(under)
  const rows = await db.all<PackedRow & { total: number }>(
    packedPage(sign),
    ...[rootId, end, end, path, rootId, end, end, limit],
  )
  // They come in this order, but no server promises it; to have it sort them there takes longer than to see here that they are.
  rows.sort((a, b) => compareKeys(a.path, b.path))
  const mixed = await mergedFiles(
    db,
    rows.filter((row) => row.mixed).map((row) => row.folder_key),
  )
  const folders = rows.map((row) => ({
    ...{ key: row.path, state: stateOf(rootId, row) },
    files: row.mixed ? (mixed.get(row.folder_key) ?? noFiles) : filesOf(row),
  }))
  const last = rows.at(-1)
  return {
    folders: folders.filter((folder) => folder.state !== null || folder.files.names.length > 0),
    next: last === undefined || last.total < limit ? null : last.path,
  }
}

const statesAlone = async (db: Connection, { rootId, under, after, limit }: KnownQuery): Promise<KnownPage> => {
  const { path, sign } = beginOf(under, after)
  const end = pastUnder(under)
  const rows = await db.all<FolderRow>(statePage(sign), ...[rootId, end, end, path, limit])
  const folders = rows.map((row) => ({ key: row.path, state: stateOf(rootId, row), files: null }))
  return { folders, next: rows.length < limit ? null : (rows.at(-1)?.path ?? null) }
}

const beginOf = (under: string, after: string | null): { readonly path: string; readonly sign: string } =>
  after === null || compareKeys(after, under) < 0 ? { path: under, sign: '>=' } : { path: after, sign: '>' }

/** The first text after all that begin with the folder: `/` is followed by `0` in the order of bytes. */
const pastUnder = (under: string): string | null => (under === '' ? null : `${under.slice(0, -1)}0`)

const stateOf = (
  rootId: string,
  { path, disk_path, mtime_us, config_hash, mounts, sidecars }: FolderRow,
): KnownFolder['state'] =>
  config_hash === null
    ? null
    : {
        ...{ rootId, key: path, diskPath: disk_path, mtimeUs: mtime_us, configHash: config_hash, mounts: mounts ?? 0 },
        sidecars: list<Sidecar>(sidecars),
      }

const filesOf = ({ names, sizes, mtimes, ctimes, scans }: PackedRow): KnownFiles => {
  const listed = list<string>(names)
  return {
    names: listed,
    sizes: list<number>(sizes),
    mtimesUs: list<number>(mtimes),
    ctimesUs: list<number>(ctimes),
    flags: new Array<number>(listed.length).fill(knownFlag.track),
    readScans: list<number>(scans),
  }
}

const noFiles: KnownFiles = { names: [], sizes: [], mtimesUs: [], ctimesUs: [], flags: [], readScans: [] }

const list = <T>(json: string | null): readonly T[] => (json === null ? [] : JSON.parse(json))
