import type { FileChange, FileLoss, FolderState } from '../../core/model/change.ts'
import { type KnownFiles, type KnownFolder, knownFlag } from '../../core/ports/library-writer.ts'
import type { DiscoverRequest } from '../../core/ports/scan-workers.ts'
import type { FolderListing, ListedFile, WalkFolder } from './list-folder.ts'

/** A folder that changed so recently may change again within the granularity of its time stamp. */
const settledUs = 2_000_000

/** What differs between a folder and what storage knows of it. */
export interface FolderDiff {
  readonly changes: readonly FileChange[]
  readonly losses: readonly FileLoss[]
  /** Its state, when it differs from the stored one. */
  readonly state: FolderState | undefined
}

/** Compares a complete listing with the known files of the folder; `only`: just these names. */
export const diffFolder = (
  folder: WalkFolder,
  listing: FolderListing,
  known: KnownFolder | undefined,
  { rootId, scan }: Pick<DiscoverRequest, 'rootId' | 'scan'>,
  configHash: string,
  nowUs: number,
  only: ReadonlySet<string> | undefined,
): FolderDiff => {
  const files = known?.files ?? undefined
  const rows = new Map(files?.names.map((name, row) => [name, row]))
  const lyricsChanged = changedLyrics(listing, known?.state ?? undefined)
  const changes: FileChange[] = []
  for (const file of listing.files) {
    const row = rows.get(file.name)
    rows.delete(file.name)
    if (only !== undefined && !only.has(file.name)) continue
    const found = changeOf(file, row, files, lyricsChanged, scan)
    if (found === undefined) continue
    const { size, mtimeUs, ctimeUs } = file.stat
    const path = folder.key + file.name
    const lyricsFile = listing.lyrics.get(stemOf(file.name)) ?? null
    changes.push({ ...found, rootId, path, diskPath: file.diskPath, lyricsFile, size, mtimeUs, ctimeUs })
  }
  for (const name of listing.unreadable) rows.delete(name)
  const losses: FileLoss[] = []
  for (const [name, row] of rows) {
    if (only !== undefined && !only.has(name)) continue
    const flags = files?.flags[row] ?? 0
    if ((flags & (knownFlag.track | knownFlag.pending | knownFlag.error | knownFlag.retry)) === 0) continue
    losses.push({ rootId, path: folder.key + name, reason: listing.ignoredFiles.has(name) ? 'ignored' : 'gone' })
  }
  return { changes, losses, state: only === undefined ? stateOf(folder, listing, known, rootId, configHash, nowUs) : undefined }
}

const stemOf = (name: string): string => {
  const dot = name.lastIndexOf('.')
  return dot <= 0 ? name : name.slice(0, dot)
}

const changeOf = (
  { name, stat }: ListedFile,
  row: number | undefined,
  known: KnownFiles | undefined,
  lyricsChanged: ReadonlySet<string>,
  scan: DiscoverRequest['scan'],
): Pick<FileChange, 'kind' | 'reason'> | undefined => {
  const flags = row === undefined ? 0 : (known?.flags[row] ?? 0)
  if (known === undefined || row === undefined || flags === 0) return { kind: 'added', reason: 'new file' }
  const kind = (flags & (knownFlag.track | knownFlag.pending)) !== 0 ? 'changed' : (flags & knownFlag.missing) !== 0 ? 'returned' : 'added'
  if ((flags & knownFlag.retry) !== 0) return { kind, reason: 'failed before' }
  if (flags === knownFlag.missing) return { kind, reason: 'back again' }
  if (known.sizes[row] !== stat.size) return { kind, reason: 'size' }
  if (known.mtimesUs[row] !== stat.mtimeUs) return { kind, reason: 'mtime' }
  if (known.ctimesUs[row] !== stat.ctimeUs) return { kind, reason: 'ctime' }
  if (scan.mode === 'full' && (known.readScans[row] ?? 0) < scan.rereadSince) return { kind, reason: 'full scan' }
  if ((flags & knownFlag.track) !== 0 && lyricsChanged.has(stemOf(name))) return { kind: 'sidecar', reason: 'lyrics' }
  return undefined
}

/** Stems whose `.lrc` is new, different or gone. */
const changedLyrics = (listing: FolderListing, state: FolderState | undefined): ReadonlySet<string> => {
  const isLyrics = (name: string): boolean => name.toLowerCase().endsWith('.lrc')
  const before = new Map((state?.sidecars ?? []).filter((sidecar) => isLyrics(sidecar.name)).map((sidecar) => [sidecar.name, sidecar]))
  const changed = new Set<string>()
  for (const { name, size, mtimeUs } of listing.sidecars) {
    if (!isLyrics(name)) continue
    const old = before.get(name)
    before.delete(name)
    if (old === undefined || old.size !== size || old.mtimeUs !== mtimeUs) changed.add(name.slice(0, -4))
  }
  for (const name of before.keys()) changed.add(name.slice(0, -4))
  return changed
}

const stateOf = (
  folder: WalkFolder,
  listing: FolderListing,
  known: KnownFolder | undefined,
  rootId: string,
  configHash: string,
  nowUs: number,
): FolderState | undefined => {
  const { mtimeUs, ctimeUs, device } = folder.stat
  const settled = nowUs - Math.max(mtimeUs, ctimeUs) > settledUs
  const state: FolderState = {
    rootId,
    key: folder.key,
    diskPath: folder.diskPath,
    mtimeUs: settled ? mtimeUs : null,
    configHash,
    device,
    sidecars: listing.sidecars,
  }
  const old = known?.state
  if (old == null) return state
  const same =
    old.mtimeUs === state.mtimeUs &&
    old.configHash === configHash &&
    old.device === device &&
    old.diskPath === state.diskPath &&
    JSON.stringify(old.sidecars) === JSON.stringify(state.sidecars)
  return same ? undefined : state
}
