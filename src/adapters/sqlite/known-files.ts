import { type KnownFiles, knownFlag } from '../../core/ports/library-writer.ts'
import { compareKeys } from '../../core/text/compare-keys.ts'
import type { Connection } from './connection.ts'

interface StampRow {
  readonly name: string
  readonly size: number
  readonly mtime_us: number
  readonly ctime_us: number
  readonly read_scan: number
  /** 1 for a missing track, or an error to be tried again. */
  readonly bit: number
}

interface Merged {
  stamp: StampRow
  flags: number
}

const stamp = 'name, size, mtime_us, ctime_us, read_scan'

/** The files of a folder in which missing tracks, arrivals or errors stand beside the tracks, merged by name. Later sources take precedence for the stamp. */
export const mergedFiles = (db: Connection, folderKey: number): KnownFiles => {
  const files = new Map<string, Merged>()
  const put = (row: StampRow, flags: (before: number) => number): void => {
    const before = files.get(row.name)
    files.set(row.name, { stamp: row, flags: flags(before?.flags ?? 0) })
  }
  const errors = db.all<StampRow>(
    `SELECT name, ifnull(size, 0) AS size, ifnull(mtime_us, 0) AS mtime_us, ifnull(ctime_us, 0) AS ctime_us, read_scan, retryable AS bit
     FROM errors WHERE folder_key = ? AND name <> ''`,
    folderKey,
  )
  for (const row of db.all<StampRow>(
    `SELECT ${stamp}, 1 AS bit FROM tracks WHERE folder_key = ? AND missing_since IS NOT NULL ORDER BY missing_since, id`,
    folderKey,
  ))
    put(row, () => knownFlag.missing)
  for (const row of errors) put(row, (flags) => flags | (row.bit === 1 ? knownFlag.retry : knownFlag.error))
  for (const row of db.all<StampRow>(
    `SELECT ${stamp}, 0 AS bit FROM tracks WHERE folder_key = ? AND missing_since IS NULL`,
    folderKey,
  ))
    put(row, (flags) => (flags & knownFlag.retry) | knownFlag.track)
  for (const row of db.all<StampRow>(`SELECT ${stamp}, 0 AS bit FROM pending WHERE folder_key = ?`, folderKey))
    put(row, (flags) => flags | knownFlag.pending)
  const sorted = [...files.values()].sort((a, b) => compareKeys(a.stamp.name, b.stamp.name))
  return {
    names: sorted.map((file) => file.stamp.name),
    sizes: sorted.map((file) => file.stamp.size),
    mtimesUs: sorted.map((file) => file.stamp.mtime_us),
    ctimesUs: sorted.map((file) => file.stamp.ctime_us),
    flags: sorted.map((file) => file.flags),
    readScans: sorted.map((file) => file.stamp.read_scan),
  }
}
