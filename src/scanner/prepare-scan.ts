import { availableParallelism } from 'node:os'
import { mountOf } from '../adapters/files/mounts.ts'
import { nodeFileSource } from '../adapters/files/node-file-source.ts'
import { inlineWorkers } from '../adapters/threads/inline-workers.ts'
import { workerPool } from '../adapters/threads/worker-pool.ts'
import type { ScannerConfig } from '../config.ts'
import type { PreparedScan } from '../core/engine/scan-run.ts'
import type { ScanWorkers } from '../core/ports/scan-workers.ts'
import type { Storage } from '../core/ports/storage.ts'
import { type ScanSettings, scanTasks } from '../scan-tasks.ts'
import type { ScanOptions } from '../scanner.ts'
import { batchSettings } from '../stages/batch/batch-settings.ts'
import { discoverSettings } from '../stages/discover/discover-settings.ts'
import { resolveRoots } from '../stages/discover/resolve-roots.ts'

/** Reader threads at the start and at most. */
export const readersOf = ({
  readers,
}: Pick<ScannerConfig, 'readers'>): { readonly start: number; readonly most: number } => {
  const start = readers?.start ?? Math.max(1, availableParallelism() - 1)
  return { start, most: Math.max(start, readers?.most ?? 16) }
}

type AnyConfig = Omit<ScannerConfig, 'stages' | 'storage'>

/** Finds the roots of a scan, stores what is new about them (`keep`), and makes the workers that will touch their files. */
export const prepareScan = async (
  config: AnyConfig,
  options: ScanOptions,
  storage: Storage,
  { keep }: { readonly keep: boolean },
): Promise<PreparedScan> => {
  const known = await storage.writer.roots()
  const source = config.fileSource ?? nodeFileSource()
  const { locations, scopes, stopped, put } = await resolveRoots({
    configured: (config.roots ?? []).map((root) => (typeof root === 'string' ? { path: root } : root)),
    known,
    paths: options.paths ?? null,
    relocated: options.confirm?.relocated ?? [],
    source,
  })
  if (keep && put.length > 0) await storage.writer.setRoots({ put, now: Date.now() })
  return { scopes, stopped, workers: workersFor(config, locations) }
}

/** Threads and processes, unless the host brings code that cannot be sent to them. */
export const workersFor = (config: AnyConfig, locations: Readonly<Record<string, string>>): ScanWorkers => {
  const settings: ScanSettings = {
    locations,
    discover: discoverSettings(config.discover),
    batch: batchSettings(config.tags),
  }
  if (config.fileSource !== undefined || (config.tagReaders?.length ?? 0) > 0) {
    return inlineWorkers(scanTasks(settings, { source: config.fileSource, readers: config.tagReaders }))
  }
  const built = !import.meta.url.endsWith('.ts')
  return workerPool({
    entry: new URL(built ? './scan-thread.js' : '../scan-thread.ts', import.meta.url),
    settings,
    isolated: isolatedRoots(locations, config.isolate ?? 'auto'),
    readers: readersOf(config),
    hangMs: config.hangMs ?? 60_000,
  })
}

const isolatedRoots = (
  locations: Readonly<Record<string, string>>,
  isolate: 'auto' | 'always' | 'never',
): ReadonlyMap<string, string> => {
  const isolated = Object.entries(locations).filter(
    ([, location]) => isolate === 'always' || (isolate === 'auto' && mountOf(location)?.mayHang === true),
  )
  return new Map(isolated)
}
