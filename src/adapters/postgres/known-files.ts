import { type KnownFiles, knownFlag } from '../../core/ports/library-writer.ts'
import { compareKeys } from '../../core/text/compare-keys.ts'
import type { Connection } from './connection.ts'

interface StampRow {
  readonly folder_key: number
  readonly name: string
  readonly size: number
  readonly mtime_us: number
  readonly ctime_us: number
  readonly read_scan: number
  /** Of a missing track, or of an error to be tried again. */
  readonly bit: boolean
}

interface Merged {
  stamp: StampRow
  flags: number
}

const stamp = 'folder_key, name, size, mtime_us, ctime_us, read_scan'

/** The files of folders in which missing tracks, arrivals or errors stand beside the tracks, merged by name. Later sources take precedence for the stamp. */
export const mergedFiles = async (
  db: Connection,
  folderKeys: readonly number[],
): Promise<ReadonlyMap<number, KnownFiles>> => {
  if (folderKeys.length === 0) return new Map()
  const folders = new Map(folderKeys.map((key) => [key, new Map<string, Merged>()]))
  const put = (row: StampRow, flags: (before: number) => number): void => {
    const files = folders.get(row.folder_key)
    files?.set(row.name, { stamp: row, flags: flags(files.get(row.name)?.flags ?? 0) })
  }
  const tracks = await db.all<StampRow>(
    `SELECT ${stamp}, missing_since IS NOT NULL AS bit FROM tracks WHERE folder_key = ANY(?::bigint[]) ORDER BY missing_since NULLS LAST, id`,
    folderKeys,
  )
  const errors = await db.all<StampRow>(
    `SELECT folder_key, name, coalesce(size, 0) AS size, coalesce(mtime_us, 0) AS mtime_us, coalesce(ctime_us, 0) AS ctime_us, read_scan, retryable AS bit
     FROM errors WHERE folder_key = ANY(?::bigint[]) AND name <> ''`,
    folderKeys,
  )
  const arrivals = await db.all<StampRow>(
    `SELECT ${stamp}, false AS bit FROM pending WHERE folder_key = ANY(?::bigint[])`,
    folderKeys,
  )
  for (const row of tracks) if (row.bit) put(row, () => knownFlag.missing)
  for (const row of errors) put(row, (flags) => flags | (row.bit ? knownFlag.retry : knownFlag.error))
  for (const row of tracks) if (!row.bit) put(row, (flags) => (flags & knownFlag.retry) | knownFlag.track)
  for (const row of arrivals) put(row, (flags) => flags | knownFlag.pending)
  return new Map([...folders].map(([key, files]) => [key, columnsOf([...files.values()])]))
}

const columnsOf = (files: Merged[]): KnownFiles => {
  files.sort((a, b) => compareKeys(a.stamp.name, b.stamp.name))
  return {
    names: files.map((file) => file.stamp.name),
    sizes: files.map((file) => file.stamp.size),
    mtimesUs: files.map((file) => file.stamp.mtime_us),
    ctimesUs: files.map((file) => file.stamp.ctime_us),
    flags: files.map((file) => file.flags),
    readScans: files.map((file) => file.stamp.read_scan),
  }
}
