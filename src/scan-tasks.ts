import { beatingSource } from './adapters/files/beating-source.ts'
import { nodeFileSource } from './adapters/files/node-file-source.ts'
import type { ServedTasks } from './adapters/threads/serve-scan-tasks.ts'
import type { FileSource } from './core/ports/file-source.ts'
import type { TagReader } from './core/ports/tag-reader.ts'
import type { ExtractTasks } from './extract-tasks.ts'
import type { BatchSettings } from './stages/batch/batch-settings.ts'
import { discoverFiles } from './stages/discover/discover-files.ts'
import type { DiscoverSettings } from './stages/discover/discover-settings.ts'
import { filesPresent } from './stages/discover/files-present.ts'

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

/** Composes discover, the readers and batch over one file source. */
export const scanTasks = (
  { locations, discover, batch }: ScanSettings,
  { source: given = nodeFileSource(), readers = [], alive }: ScanTools = {},
): ServedTasks => {
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
    extractBatch: async (changes, keep) => (await loaded()).extractBatch(changes, keep),
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
