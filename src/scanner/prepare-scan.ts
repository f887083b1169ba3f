import { mountOf } from '../adapters/files/mounts.ts'
import { nodeFileSource } from '../adapters/files/node-file-source.ts'
import { inlineWorkers } from '../adapters/threads/inline-workers.ts'
import { type WorkerPool, workerPool } from '../adapters/threads/worker-pool.ts'
import type { ScannerConfig } from '../config.ts'
import type { PreparedScan } from '../core/engine/scan-run-parts.ts'
import type { ScanWorkers } from '../core/ports/scan-workers.ts'
import type { Storage } from '../core/ports/storage.ts'
import { type ScanSettings, scanTasks } from '../scan-tasks.ts'
import type { ScanOptions } from '../scanner.ts'
import { batchSettings } from '../stages/batch/batch-settings.ts'
import { discoverSettings } from '../stages/discover/discover-settings.ts'
import { type Probe, resolveRoots } from '../stages/discover/resolve-roots.ts'
import { readersOf } from './presets.ts'

type AnyConfig = Omit<ScannerConfig, 'stages' | 'storage'>

/** Finds the roots of a scan, stores what is new about them (`keep`), and makes the workers that will touch their files. */
export const prepareScan = async (
  config: AnyConfig,
  options: ScanOptions,
  storage: Storage,
  { keep, running = false }: { readonly keep: boolean; readonly running?: boolean },
): Promise<PreparedScan> => {
  const known = await storage.writer.roots()
  const { locations, scopes, stopped, put } = await resolveRoots({
    configured: (config.roots ?? []).map((root) => (typeof root === 'string' ? { path: root } : root)),
    known,
    // A scan that was cut short has noted folders whose files it did not store yet: until they are looked at again, a quick scan would pass them by.
    paths: !running && (await wasCutShort(storage)) ? null : (options.paths ?? null),
    relocated: options.confirm?.relocated ?? [],
    probe: probeOf(config),
  })
  if (keep && put.length > 0) await storage.writer.setRoots({ put, now: Date.now() })
  return { scopes, stopped, workers: workersFor(config, locations) }
}

/** The roots that can be reached from here, and workers for their files: what a process needs that works on scans of others. */
export const prepareWork = async (
  config: AnyConfig,
  storage: Storage,
): Promise<{ readonly workers: ScanWorkers; readonly locations: Readonly<Record<string, string>> }> => {
  const known = await storage.writer.roots()
  if (known.length === 0) return { workers: workersFor(config, {}), locations: {} }
  const { locations } = await resolveRoots({
    configured: (config.roots ?? []).map((root) => (typeof root === 'string' ? { path: root } : root)),
    known,
    paths: null,
    // Another machine has the same root at another place.
    relocated: known.map(({ id }) => id),
    probe: probeOf(config),
  })
  return { workers: workersFor(config, locations), locations }
}

/** Whether the newest scan did not end, so that the next one takes over its work. */
const wasCutShort = async ({ ledger }: Storage): Promise<boolean> => {
  const last = await ledger.scan()
  return last !== undefined && last.state !== 'done' && last.state !== 'failed'
}

/** Looks at a location; at one that may hang, from a process of its own that can be given up. */
const probeOf = (config: AnyConfig): ((location: string) => Promise<Probe | undefined>) => {
  const source = config.fileSource ?? nodeFileSource()
  const tasks = scanTasks({ locations: {}, discover: discoverSettings(), batch: batchSettings() }, { source })
  return async (location) => {
    if (config.fileSource !== undefined || !mayHang(location, config.isolate ?? 'auto')) return tasks.probe(location)
    const pool = poolFor(config, { [location]: location })
    try {
      return await pool.probe(location)
    } finally {
      await pool.close()
    }
  }
}

const mayHang = (location: string, isolate: 'auto' | 'always' | 'never'): boolean =>
  isolate === 'always' || (isolate === 'auto' && mountOf(location)?.mayHang === true)

/** Threads and processes, unless the host brings code that cannot be sent to them. */
const workersFor = (config: AnyConfig, locations: Readonly<Record<string, string>>): ScanWorkers => {
  if (config.fileSource === undefined && (config.tagReaders?.length ?? 0) === 0) return poolFor(config, locations)
  return inlineWorkers(
    scanTasks(settingsOf(config, locations), { source: config.fileSource, readers: config.tagReaders }),
  )
}

const poolFor = (config: AnyConfig, locations: Readonly<Record<string, string>>): WorkerPool => {
  const built = !import.meta.url.endsWith('.ts')
  const isolate = config.isolate ?? 'auto'
  return workerPool({
    entry: new URL(built ? './scan-thread.js' : '../scan-thread.ts', import.meta.url),
    settings: settingsOf(config, locations),
    isolated: new Map(Object.entries(locations).filter(([, location]) => mayHang(location, isolate))),
    readers: readersOf(config),
    hangMs: config.hangMs ?? 60_000,
  })
}

const settingsOf = (config: AnyConfig, locations: Readonly<Record<string, string>>): ScanSettings => ({
  locations,
  discover: discoverSettings(config.discover),
  batch: batchSettings(config.tags),
})
