import type { FileChange, FileLoss, FolderState } from '../../../../src/core/model/change.ts'
import type { DiscoverChunk } from '../../../../src/core/model/discover-chunk.ts'
import type { ItemError } from '../../../../src/core/model/item-error.ts'
import type { ScanMode } from '../../../../src/core/model/scan.ts'
import { discoverFiles } from '../../../../src/stages/discover/discover-files.ts'
import { type DiscoverSettings, discoverSettings } from '../../../../src/stages/discover/discover-settings.ts'
import { type FakeFileSource, fakeFileSource } from '../../../../src/testing/fake-file-source/fake-file-source.ts'
import { LibraryModel } from './library-model.ts'

export const root = '/music'

/** A disk with music in memory, and the library over it. */
export interface Lab {
  readonly disk: FakeFileSource
  readonly library: LibraryModel
  /** Writes files under the root, then lets time pass. */
  write(...paths: readonly string[]): void
  /** Scans, and applies what is found. */
  scan(options?: ScanRequest): Promise<Found>
}

export interface ScanRequest {
  readonly mode?: ScanMode
  readonly under?: string
  readonly names?: readonly string[] | null
  readonly settings?: Partial<DiscoverSettings>
  readonly id?: number
  readonly rereadSince?: number
  readonly signal?: AbortSignal
}

/** What a scan found, in short. */
export interface Found {
  /** `kind path (reason)` */
  readonly changes: readonly string[]
  /** `path (reason)` */
  readonly losses: readonly string[]
  /** `code path` */
  readonly errors: readonly string[]
  readonly folders: readonly FolderState[]
  readonly forgotten: readonly string[]
  readonly healed: readonly string[]
  readonly seen: number
  readonly chunks: readonly DiscoverChunk[]
  readonly full: {
    readonly changes: readonly FileChange[]
    readonly losses: readonly FileLoss[]
    readonly errors: readonly ItemError[]
  }
}

/** Nothing found at all. */
export const nothing = { changes: [], losses: [], errors: [], folders: [], forgotten: [], healed: [] }

export const lab = ({ later = false }: { readonly later?: boolean } = {}): Lab => {
  const disk = fakeFileSource({ later })
  const library = new LibraryModel()
  disk.folder(root)
  return {
    disk,
    library,
    write: (...paths) => {
      for (const path of paths) disk.write(`${root}/${path}`, path)
      disk.advance(10_000)
    },
    scan: async (request = {}) => {
      const {
        mode = 'incremental',
        under = '',
        names = null,
        settings = {},
        id = 1,
        rereadSince = id,
        signal,
      } = request
      const chunks: DiscoverChunk[] = []
      const scan = { id, generation: id, mode, rereadSince }
      const diff = discoverFiles(
        { rootId: 'r', under, names, scan },
        {
          source: disk,
          known: library.known,
          settings: discoverSettings(settings),
          signal: signal ?? new AbortController().signal,
          now: disk.now,
          locations: { r: root },
        },
      )
      for await (const chunk of diff) chunks.push(chunk)
      for (const chunk of chunks) library.apply(chunk, id)
      return found(chunks)
    },
  }
}

const found = (chunks: readonly DiscoverChunk[]): Found => {
  const changes = chunks.flatMap((chunk) => chunk.changes)
  const losses = chunks.flatMap((chunk) => chunk.losses)
  const errors = chunks.flatMap((chunk) => chunk.errors)
  return {
    changes: changes.map(({ kind, path, reason }) => `${kind} ${path} (${reason})`),
    losses: losses.map(({ path, reason }) => `${path} (${reason})`),
    errors: errors.map(({ code, path }) => `${code} ${path}`),
    folders: chunks.flatMap((chunk) => chunk.folders),
    forgotten: chunks.flatMap((chunk) => chunk.forgetFolders.map(({ key }) => key)),
    healed: chunks.flatMap((chunk) => chunk.healed.map(({ path }) => path)),
    seen: chunks.reduce((sum, chunk) => sum + chunk.seen, 0),
    chunks,
    full: { changes, losses, errors },
  }
}
