import type { Cache } from '../../core/ports/cache.ts'

/** How much a cache in memory keeps. */
export interface MemoryCacheOptions {
  /** Entries at most; those not asked for longest go first. Default 10,000. */
  readonly maxEntries?: number
}

interface Kept {
  readonly value: string
  readonly until: number
}

/** A cache of this process alone. */
export const memoryCache = ({ maxEntries = 10_000 }: MemoryCacheOptions = {}): Cache => {
  /** In the order in which they were last asked for. */
  const kept = new Map<string, Kept>()
  const read = (key: string): string | undefined => {
    const found = kept.get(key)
    if (found === undefined) return undefined
    kept.delete(key)
    if (found.until <= performance.now()) return undefined
    kept.set(key, found)
    return found.value
  }
  return {
    specVersion: 'v1',
    name: 'memory',
    get: async (keys) => keys.map(read),
    async set(entries) {
      for (const { key, value, ttlMs } of entries) {
        kept.delete(key)
        kept.set(key, { value, until: performance.now() + ttlMs })
      }
      for (const oldest of kept.keys()) {
        if (kept.size <= maxEntries) break
        kept.delete(oldest)
      }
    },
    async delete(keys) {
      for (const key of keys) kept.delete(key)
    },
    close: async () => kept.clear(),
  }
}
