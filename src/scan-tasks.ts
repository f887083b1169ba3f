import { beatingSource } from './adapters/files/beating-source.ts'
import { nodeFileSource } from './adapters/files/node-file-source.ts'
import type { FileChange } from './core/model/change.ts'
import type { DiscoverChunk } from './core/model/discover-chunk.ts'
import type { EntityBatch, TrackDraft } from './core/model/entity-batch.ts'
import type { FileSource } from './core/ports/file-source.ts'
import type { KnownPage, KnownQuery } from './core/ports/library-writer.ts'
import type { DiscoverRequest, FilePlace, Presence } from './core/ports/scan-workers.ts'
import type { TagReader } from './core/ports/tag-reader.ts'
import type { ExtractTasks } from './extract-tasks.ts'
import type { BatchSettings } from './stages/batch/batch-settings.ts'
import { discoverFiles } from './stages/discover/discover-files.ts'
import type { DiscoverSettings } from './stages/discover/discover-settings.ts'
import { filesPresent } from './stages/discover/files-present.ts'
import type { Probe } from './stages/discover/resolve-roots.ts'

/** What a scan's work with files is told, as plain data that threads can be given. */
export interface ScanSettings {
  /** Absolute folder of each root, on this machine. */
  readonly locations: Readonly<Record<string, string>>
  readonly discover: DiscoverSettings
  readonly batch: BatchSettings
}

/** What a host brings instead of our own; such a scan touches files in the host's thread. */
export interface ScanTools {
  readonly source?: FileSource | undefined
  /** Asked in order, before our own. */
  readonly readers?: readonly TagReader[] | undefined
  /** Told about once a second while files are touched: what is silent for long hangs. */
  readonly alive?: (() => void) | undefined
}

/** The work of a scan that touches files: the same code in the host's thread, in a worker thread and in a child process. */
export interface ScanTasks {
  discover(
    request: DiscoverRequest,
    known: (query: KnownQuery) => Promise<KnownPage>,
    signal: AbortSignal,
  ): AsyncIterable<DiscoverChunk>
  extract(changes: readonly FileChange[]): Promise<readonly TrackDraft[]>
  batch(drafts: readonly TrackDraft[]): Promise<EntityBatch>
  present(places: readonly FilePlace[]): Promise<readonly Presence[]>
  /** What is at an absolute location. */
  probe(location: string): Promise<Probe | undefined>
}

/** Composes discover, the readers and batch over one file source. */
export const scanTasks = (
  { locations, discover, batch }: ScanSettings,
  { source: given = nodeFileSource(), readers = [], alive }: ScanTools = {},
): ScanTasks => {
  const now = Date.now
  const source = alive === undefined ? given : beatingSource(given, alive)
  // Loaded on use: most scans find nothing to read.
  const loaded = (): Promise<ExtractTasks> => {
    extracting ??= import('./extract-tasks.ts').then(({ extractTasks }) =>
      extractTasks({ source, locations, now, readers, batch }),
    )
    return extracting
  }
  let extracting: Promise<ExtractTasks> | undefined
  return {
    discover: (request, known, signal) =>
      discoverFiles(request, { source, known, settings: discover, signal, now, locations }),
    extract: async (changes) => (await loaded()).extract(changes),
    batch: async (drafts) => (await loaded()).batch(drafts),
    present: async (places) => filesPresent(source, places, locations),
    async probe(location) {
      const path = { root: location, path: '', escaped: false }
      const stat = await source.stat(path)
      if (stat === undefined) return undefined
      const { kind, device, inode } = stat
      return { kind, device, inode, realPath: await source.realPath(path) }
    },
  }
}
