import type { ScannerConfig } from '../config.ts'
import type { Sight } from '../core/engine/remote-units.ts'
import type { Storage } from '../core/ports/storage.ts'
import { prepareWork } from './prepare-scan.ts'

type Prepared = Awaited<ReturnType<typeof prepareWork>>

/** The roots that a working process can reach, looked up on use. */
export interface RootSight {
  /** What can be reached now. */
  now(): Promise<Prepared>
  /** What can be reached when these roots are asked for; a root that was not there is looked for again after a while. */
  of(rootIds: readonly string[]): Promise<Sight>
  close(): Promise<void>
}

const againMs = 5000

/** Looks for roots when work for them comes: a worker may be there before the first scan, and a mount may come later. */
export const sightOf = (config: Omit<ScannerConfig, 'stages' | 'storage'>, storage: Storage): RootSight => {
  let looking: Promise<Prepared> | undefined
  let lookedAt = Number.NEGATIVE_INFINITY
  const old: Prepared[] = []

  const look = (): Promise<Prepared> => {
    const before = looking
    lookedAt = performance.now()
    looking = prepareWork(config, storage).then(async (prepared) => {
      // Units may still be at work with what was seen before.
      const last = await before?.catch(() => undefined)
      if (last !== undefined) old.push(last)
      return prepared
    })
    looking.catch(() => {
      looking = before
    })
    return looking
  }

  const seeing = async (rootIds: readonly string[]): Promise<Prepared> => {
    const seen = await (looking ?? look())
    const all = rootIds.every((id) => id in seen.locations)
    return all || performance.now() - lookedAt < againMs ? seen : look()
  }

  return {
    async now() {
      const roots = await storage.writer.roots()
      return seeing(roots.map(({ id }) => id))
    },
    async of(rootIds) {
      const { workers, locations } = await seeing(rootIds)
      return { workers, rootIds: Object.keys(locations) }
    },
    async close() {
      const last = await looking?.catch(() => undefined)
      await Promise.all([...old, ...(last === undefined ? [] : [last])].map(({ workers }) => workers.close()))
    },
  }
}
