import type { FolderState } from '../../../../src/core/model/change.ts'
import type { DiscoverChunk } from '../../../../src/core/model/discover-chunk.ts'
import type { FileStamp } from '../../../../src/core/model/track.ts'
import {
  type KnownFolder,
  type KnownPage,
  type KnownQuery,
  knownFlag,
} from '../../../../src/core/ports/library-writer.ts'
import { compareKeys } from '../../../../src/core/text/compare-keys.ts'
import { folderOf, nameOf } from '../../../../src/core/text/path-parts.ts'

interface KnownRow extends FileStamp {
  flags: number
  readScan: number
}

/** What storage would know after the diffs applied to it, told as simply as can be. */
export class LibraryModel {
  readonly rows = new Map<string, KnownRow>()
  readonly folders = new Map<string, FolderState>()
  /** Messages by path. */
  readonly errors = new Map<string, string>()
  /** Paths of tracks marked missing, and why. */
  readonly missing = new Map<string, string>()
  readonly queries: KnownQuery[] = []
  /** Rows of a page at most, whatever is asked for. */
  pageRows = 3

  apply({ changes, losses, folders, forgetFolders, errors, healed }: DiscoverChunk, scanId = 1): void {
    for (const { path, size, mtimeUs, ctimeUs } of changes) {
      this.rows.set(path, { size, mtimeUs, ctimeUs, flags: knownFlag.track, readScan: scanId })
      this.missing.delete(path)
      this.errors.delete(path)
    }
    for (const { path, reason } of losses) {
      this.errors.delete(path)
      const row = this.rows.get(path)
      if (row === undefined) continue
      row.flags = knownFlag.missing
      this.missing.set(path, reason)
    }
    for (const error of errors) this.errors.set(error.path, error.message)
    for (const { path } of healed) this.errors.delete(path)
    for (const state of folders) this.folders.set(state.key, state)
    for (const { key } of forgetFolders) this.folders.delete(key)
  }

  /** Paths of the tracks that are not missing, sorted. */
  get tracks(): string[] {
    return [...this.rows]
      .flatMap(([path, { flags }]) => ((flags & knownFlag.track) === 0 ? [] : [path]))
      .sort(compareKeys)
  }

  readonly known = async (query: KnownQuery): Promise<KnownPage> => {
    this.queries.push(query)
    const { under, after, files, limit } = query
    const paths = [...new Set([...this.rows.keys(), ...this.errors.keys()])].sort(compareKeys)
    const keys = [...new Set([...this.folders.keys(), ...paths.map(folderOf)])]
      .filter((key) => key.startsWith(under) && (after === null || compareKeys(key, after) > 0))
      .sort(compareKeys)
    const folders: KnownFolder[] = []
    let weight = 0
    for (const key of keys) {
      if (folders.length > 0 && weight >= Math.min(limit, this.pageRows))
        return { folders, next: folders.at(-1)?.key ?? null }
      const folder = this.#folder(key, paths, files)
      folders.push(folder)
      weight += Math.max(1, folder.files?.names.length ?? 0)
    }
    return { folders, next: null }
  }

  #folder(key: string, paths: readonly string[], withFiles: boolean): KnownFolder {
    const state = this.folders.get(key) ?? null
    if (!withFiles) return { key, state, files: null }
    const here = paths.filter((path) => folderOf(path) === key && path !== key)
    const rows = here.map((path) => {
      const row = this.rows.get(path)
      const failed = this.errors.has(path) ? knownFlag.retry : 0
      return { size: 0, mtimeUs: 0, ctimeUs: 0, readScan: 0, ...row, flags: (row?.flags ?? 0) | failed }
    })
    return {
      key,
      state,
      files: {
        names: here.map(nameOf),
        sizes: rows.map((row) => row.size),
        mtimesUs: rows.map((row) => row.mtimeUs),
        ctimesUs: rows.map((row) => row.ctimeUs),
        flags: rows.map((row) => row.flags),
        readScans: rows.map((row) => row.readScan),
      },
    }
  }
}
