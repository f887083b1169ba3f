import { stemOf } from '../../core/identity/stem.ts'
import type { FileChange, FileLoss, FolderState, Sidecar } from '../../core/model/change.ts'
import { type KnownFiles, knownFlag } from '../../core/ports/library-writer.ts'
import type { DiscoverRequest } from '../../core/ports/scan-workers.ts'
import { compareKeys } from '../../core/text/compare-keys.ts'
import type { FolderListing, ListedFile } from './list-folder.ts'

/** Two sides of a folder. */
export interface FolderSides {
  readonly rootId: string
  readonly key: string
  /** What the disk shows: a complete listing. */
  readonly listing: FolderListing
  /** What storage knows. */
  readonly files: KnownFiles | null
  readonly state: FolderState | null
  /** Only these names; `undefined` for all. */
  readonly only: ReadonlySet<string> | undefined
  /** Whether the folder is spelled otherwise than before: so are the stored paths of all files in it. */
  readonly respelled: boolean
  readonly scan: DiscoverRequest['scan']
}

/** What differs. */
export interface FolderDiff {
  /** In byte order of their names. */
  readonly changes: readonly FileChange[]
  readonly losses: readonly FileLoss[]
  /** Files looked at. */
  readonly seen: number
}

/** Compares what the disk shows of a folder with what storage knows. */
export const diffFolder = (sides: FolderSides): FolderDiff => {
  const { rootId, key, listing, files, state, only, respelled, scan } = sides
  const rows = new Map<string, number>()
  for (const [row, name] of (files?.names ?? []).entries()) rows.set(name, row)
  const lyricsChanged = changedLyrics(listing.sidecars, state?.sidecars ?? [])
  const changes: FileChange[] = []
  let seen = 0
  for (const file of listing.files) {
    const { name } = file
    const row = rows.get(name)
    rows.delete(name)
    const lyricsFile = listing.lyrics.size === 0 ? null : (listing.lyrics.get(stemOf(name)) ?? null)
    if (only !== undefined && !only.has(name) && !(lyricsFile !== null && only.has(lyricsFile))) continue
    seen++
    const found = changeOf(file, row, files, scan, lyricsChanged, respelled)
    if (found === undefined) continue
    const { size, mtimeUs, ctimeUs } = file.stat
    changes.push({ ...found, rootId, path: key + name, diskPath: file.diskPath, lyricsFile, size, mtimeUs, ctimeUs })
  }
  if (changes.length > 1) changes.sort((a, b) => compareKeys(a.path, b.path))
  const losses: FileLoss[] = []
  for (const [name, row] of rows) {
    if (only !== undefined && !only.has(name)) continue
    if (!isHeld(files?.flags[row] ?? 0) || listing.unsure.has(name)) continue
    losses.push({ rootId, path: key + name, reason: listing.has(name) ? 'ignored' : 'gone' })
  }
  return { changes, losses, seen }
}

/** Whether storage holds anything of a file that would be lost with it: more than a track that is missing already. */
export const isHeld = (flags: number): boolean => (flags & ~knownFlag.missing) !== 0

const changeOf = (
  { name, stat }: ListedFile,
  row: number | undefined,
  known: KnownFiles | null,
  scan: DiscoverRequest['scan'],
  lyricsChanged: ReadonlySet<string>,
  respelled: boolean,
): Pick<FileChange, 'kind' | 'reason'> | undefined => {
  const flags = row === undefined ? 0 : (known?.flags[row] ?? 0)
  if (known === null || row === undefined || flags === 0) return { kind: 'added', reason: 'new file' }
  const isTrack = (flags & (knownFlag.track | knownFlag.pending)) !== 0
  const kind = isTrack ? 'changed' : (flags & knownFlag.missing) !== 0 ? 'returned' : 'added'
  if ((flags & knownFlag.retry) !== 0) return { kind, reason: 'failed before' }
  if (flags === knownFlag.missing) return { kind, reason: 'back again' }
  if (known.sizes[row] !== stat.size) return { kind, reason: 'size' }
  if (known.mtimesUs[row] !== stat.mtimeUs) return { kind, reason: 'mtime' }
  if (known.ctimesUs[row] !== stat.ctimeUs) return { kind, reason: 'ctime' }
  if (respelled) return { kind, reason: 'spelling' }
  if (scan.mode === 'full' && (known.readScans[row] ?? 0) < scan.rereadSince) return { kind, reason: 'full scan' }
  if (isTrack && lyricsChanged.size > 0 && lyricsChanged.has(stemOf(name))) return { kind: 'sidecar', reason: 'lyrics' }
  return undefined
}

const isLyrics = ({ name }: Sidecar): boolean => name.toLowerCase().endsWith('.lrc')

/** Stems whose `.lrc` is new, different or gone. */
const changedLyrics = (now: readonly Sidecar[], old: readonly Sidecar[]): ReadonlySet<string> => {
  const changed = new Set<string>()
  if (now.length === 0 && old.length === 0) return changed
  const before = new Map(old.filter(isLyrics).map((sidecar) => [sidecar.name, sidecar]))
  for (const { name, size, mtimeUs } of now.filter(isLyrics)) {
    const earlier = before.get(name)
    before.delete(name)
    if (earlier === undefined || earlier.size !== size || earlier.mtimeUs !== mtimeUs) changed.add(stemOf(name))
  }
  for (const name of before.keys()) changed.add(stemOf(name))
  return changed
}
