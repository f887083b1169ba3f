import type { FolderState } from '../../core/model/change.ts'
import {
  type KnownFiles,
  type KnownFolder,
  type KnownPage,
  type KnownQuery,
  knownFlag,
} from '../../core/ports/library-writer.ts'
import { compareKeys } from '../../core/text/compare-keys.ts'
import { nameOf } from '../../core/text/path-parts.ts'
import { type Library, placeKey } from './library.ts'
import type { ArrivalRow, ErrorRow, TrackRow } from './rows.ts'

export const known = (library: Library, { rootId, under, after, files, limit }: KnownQuery): KnownPage => {
  const folders: KnownFolder[] = []
  const prefix = placeKey(rootId, under)
  let weight = 0
  // Nothing sorts between a prefix and its first key, so "after" the text just before it begins with the prefix itself.
  const start = after === null ? beforeAll(prefix) : placeKey(rootId, after)
  for (const place of library.folderContents.keysAfter(start)) {
    if (!place.startsWith(prefix)) {
      if (compareKeys(place, prefix) < 0) continue
      break
    }
    const last = folders.at(-1)
    if (last !== undefined && weight >= limit) return { folders, next: last.key }
    const folder = knownFolder(library, rootId, place, files)
    folders.push(folder)
    weight += Math.max(1, folder.files?.names.length ?? 0)
  }
  return { folders, next: null }
}

/** A text that sorts before a prefix and after almost everything that does. */
const beforeAll = (prefix: string): string => prefix.slice(0, -1)

const knownFolder = (library: Library, rootId: string, place: string, withFiles: boolean): KnownFolder => {
  let state: FolderState | null = null
  const byName = new Map<string, FileRows>()
  for (const row of library.folderContents.get(place)) {
    if (row.kind === 'folder') state = row.state
    else if (withFiles) collect(byName, row)
  }
  return { key: place.slice(rootId.length + 1), state, files: withFiles ? columns(byName) : null }
}

interface FileRows {
  track?: TrackRow
  missing?: TrackRow
  arrival?: ArrivalRow
  error?: ErrorRow
}

const collect = (byName: Map<string, FileRows>, row: TrackRow | ArrivalRow | ErrorRow): void => {
  const name = nameOf(pathOf(row))
  const rows = byName.get(name) ?? {}
  byName.set(name, rows)
  if (row.kind === 'arrival') rows.arrival = row
  else if (row.kind === 'error') rows.error = row
  else if (row.missing === null) rows.track = row
  else if (rows.missing === undefined || isMissingLater(row, rows.missing)) rows.missing = row
}

const pathOf = (row: TrackRow | ArrivalRow | ErrorRow): string => {
  if (row.kind === 'track') return row.facts.path
  return row.kind === 'arrival' ? row.arrival.entry.facts.path : row.error.path
}

const isMissingLater = (a: TrackRow, b: TrackRow): boolean =>
  ((a.missing?.since ?? 0) - (b.missing?.since ?? 0) || compareKeys(a.id, b.id)) > 0

const columns = (byName: ReadonlyMap<string, FileRows>): KnownFiles => {
  const names = [...byName.keys()].sort(compareKeys)
  const files = names.map((name) => byName.get(name) ?? {})
  const stamps = files.map(stampOf)
  return {
    names,
    sizes: stamps.map((stamp) => stamp.size),
    mtimesUs: stamps.map((stamp) => stamp.mtimeUs),
    ctimesUs: stamps.map((stamp) => stamp.ctimeUs),
    flags: files.map(flagsOf),
    readScans: files.map(({ arrival, track, error, missing }) => (arrival ?? track ?? error ?? missing)?.readScan ?? 0),
  }
}

const noStamp = { size: 0, mtimeUs: 0, ctimeUs: 0 }

const stampOf = ({ arrival, track, error, missing }: FileRows): typeof noStamp => {
  if (arrival !== undefined) return arrival.arrival.entry.facts
  if (track !== undefined) return track.facts
  if (error !== undefined) return error.error.stamp ?? noStamp
  return missing?.facts ?? noStamp
}

const flagsOf = ({ arrival, track, error, missing }: FileRows): number =>
  (track !== undefined ? knownFlag.track : missing !== undefined ? knownFlag.missing : 0) |
  (arrival !== undefined ? knownFlag.pending : 0) |
  (error === undefined ? 0 : error.error.retryable ? knownFlag.retry : track === undefined ? knownFlag.error : 0)
