import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { sqliteStorage } from '../adapters/sqlite/sqlite-storage.ts'
import type { RootConfig, ScannerConfig } from '../config.ts'
import { ScanError } from '../core/errors.ts'
import type { Queue } from '../core/ports/queue.ts'
import type { Storage } from '../core/ports/storage.ts'
import { createScanner, type Scanner } from '../scanner.ts'
import { ensureDefaultFolder } from './database-path.ts'
import { type Environment, environmentOf } from './environment.ts'
import { rootOf } from './root-of.ts'

/** Options that every command on a library has. */
export interface LibraryOptions {
  readonly db?: string
}

const isUrl = (place: string): boolean => /^\w+:\/\//.test(place)
const isPostgres = (db: string): boolean => /^postgres(ql)?:\/\//.test(db)

/** Where the library is: a file's absolute path, or the URL of a database. */
export const libraryPlace = ({ db }: LibraryOptions, env: Environment = environmentOf()): string => {
  const place = db ?? env.SONIQUEBAY_SCAN_DB
  return isPostgres(place) ? place : resolve(place)
}

/** Where the library is, as people may read it. */
export const shownPlace = (place: string): string => {
  if (!isUrl(place) || !URL.canParse(place)) return place
  const url = new URL(place)
  url.password = ''
  return url.href
}

/** Whether a library is there; for a database its server says so when it is opened. */
export const isThere = (place: string): boolean => isPostgres(place) || existsSync(place)

/** A scanner over the command's library. */
export const openScanner = async (
  options: LibraryOptions,
  roots: readonly (string | RootConfig)[] = [],
  more: Omit<ScannerConfig, 'roots' | 'storage'> = {},
): Promise<Scanner> => {
  const env = environmentOf()
  const extra = await configModule(env)
  const shared = await sharedPorts(env)
  const config: Omit<ScannerConfig, 'storage' | 'roots'> = {
    preset: env.SONIQUEBAY_SCAN_PRESET,
    ...(env.SONIQUEBAY_SCAN_READERS === undefined ? {} : { readers: { most: env.SONIQUEBAY_SCAN_READERS } }),
    unitSize: env.SONIQUEBAY_SCAN_UNIT_SIZE,
    leaseMs: env.SONIQUEBAY_SCAN_LEASE_MS,
    maxAttempts: env.SONIQUEBAY_SCAN_MAX_ATTEMPTS,
    ...extra,
    ...more,
    ...shared,
  }
  const configured = roots.length > 0 ? roots : (env.SONIQUEBAY_SCAN_ROOTS ?? []).map(rootOf)
  const closeShared = async (): Promise<void> => {
    await Promise.all([shared.queue?.close(), shared.events?.close(), shared.rateLimit?.close()])
  }
  try {
    const scanner = await createScanner({ ...config, roots: configured, storage: await storageOf(options, env) })
    return {
      ...scanner,
      // The scanner closes what it opened; what is shared is the command's.
      async close() {
        await scanner.close()
        await closeShared()
      },
    }
  } catch (error) {
    await closeShared()
    throw error
  }
}

/** What processes share besides the library: over Redis, their rates and what happens too. */
const sharedPorts = async (env: Environment): Promise<Pick<ScannerConfig, 'queue' | 'events' | 'rateLimit'>> => {
  const queue = await openQueue(env)
  if (queue === undefined) return {}
  const { SONIQUEBAY_SCAN_QUEUE: url, SONIQUEBAY_SCAN_QUEUE_PREFIX: prefix } = env
  if (isPostgres(url)) return { queue }
  const [{ redisEventBus }, { redisRateLimit }] = await Promise.all([
    import('../adapters/redis/redis-event-bus.ts'),
    import('../adapters/redis/redis-rate-limit.ts'),
  ])
  return { queue, events: redisEventBus({ url, prefix }), rateLimit: redisRateLimit({ url, prefix }) }
}

const storageOf = async (options: LibraryOptions, env: Environment): Promise<Storage> => {
  const place = libraryPlace(options, env)
  if (isPostgres(place)) {
    const { postgresStorage } = await import('../adapters/postgres/postgres-storage.ts')
    return postgresStorage({ connectionString: place, schema: env.SONIQUEBAY_SCAN_SCHEMA })
  }
  ensureDefaultFolder(place)
  return sqliteStorage({ path: place })
}

/** The queue of the environment; `undefined` for the one in this process. Not opened. */
export const openQueue = async ({
  SONIQUEBAY_SCAN_QUEUE: url,
  SONIQUEBAY_SCAN_QUEUE_PREFIX: prefix,
}: Environment): Promise<Queue | undefined> => {
  if (url === 'in-process') return undefined
  if (isPostgres(url)) {
    const { postgresQueue } = await import('../adapters/postgres/postgres-queue.ts')
    return postgresQueue({ connectionString: url, schema: `${prefix}_queue` })
  }
  const { redisQueue } = await import('../adapters/redis/redis-queue.ts')
  return redisQueue({ url, prefix })
}

/** More options from a module of the user's: code (deferred stages) does not fit into variables. */
const configModule = async ({ SONIQUEBAY_SCAN_CONFIG: file }: Environment): Promise<Partial<ScannerConfig>> => {
  if (file === undefined) return {}
  const path = resolve(file)
  try {
    const { default: config }: { default?: Partial<ScannerConfig> } = await import(pathToFileURL(path).href)
    if (typeof config === 'object' && config !== null) return config
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new ScanError('CONFIG_INVALID', `The configuration module ${path} cannot be loaded: ${why}`, { path, cause })
  }
  throw new ScanError('CONFIG_INVALID', `The configuration module ${path} has no default export of options.`, { path })
}

/** Opens a library that exists, does something with it, and closes it whatever happens. */
export const withScanner = async <T>(options: LibraryOptions, work: (scanner: Scanner) => Promise<T>): Promise<T> => {
  const place = libraryPlace(options)
  if (!isThere(place)) {
    throw new ScanError('USAGE', `There is no library at ${place}. Make one with: soniquebay-scan scan <folder>`, {
      path: place,
    })
  }
  const scanner = await openScanner(options)
  try {
    return await work(scanner)
  } finally {
    await scanner.close()
  }
}
