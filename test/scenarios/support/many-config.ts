import type { DeferredStage, Queue, ScannerConfig, TagReader } from '../../../src/index.ts'
import { postgresQueue, postgresStorage } from '../../../src/postgres.ts'
import { redisQueue } from '../../../src/redis.ts'
import { checksum } from './checksum.ts'

/** What processes that work on one library must have in common; it travels as JSON on their command lines. */
export interface ManyConfig {
  readonly music: string
  readonly postgres: string
  readonly schema: string
  readonly queue: { readonly kind: 'redis' | 'postgres'; readonly url: string; readonly prefix: string }
  readonly unitSize: number
  readonly leaseMs: number
  /** How soon a queue gives a job away whose worker is silent: sooner than leases end. */
  readonly lockMs: number
  /** Whether tracks owe a checksum. */
  readonly deferred: boolean
  /** Name of a file whose reading kills its process, and whose checksum does. */
  readonly poison?: string
}

/** A queue over the configuration's server. */
export const queueOf = ({ queue: { kind, url, prefix }, lockMs }: ManyConfig): Queue =>
  kind === 'redis'
    ? redisQueue({ url, prefix, lockMs })
    : postgresQueue({ connectionString: url, schema: prefix, lockMs })

/** A scanner's configuration for one of the processes. */
export const configOf = (config: ManyConfig, queue: Queue): ScannerConfig => ({
  roots: [{ id: 'music', path: config.music }],
  storage: postgresStorage({ connectionString: config.postgres, schema: config.schema }),
  queue,
  unitSize: config.unitSize,
  leaseMs: config.leaseMs,
  backoff: { baseMs: 200, maxMs: 1000 },
  ...(config.deferred ? { deferred: [poisoned(config)], queues: { sha256: { concurrency: 4 } } } : {}),
  ...(config.poison === undefined ? {} : { tagReaders: [deadly(config.poison)] }),
})

/** A reader that ends the process, as a fault in native code does. */
const deadly = (poison: string): TagReader => ({
  specVersion: 'v1',
  name: 'deadly',
  read({ name }) {
    if (name === poison) process.kill(process.pid, 'SIGKILL')
    return undefined
  },
})

const poisoned = ({ poison }: ManyConfig): DeferredStage => ({
  ...checksum,
  work(task, signal) {
    if (poison !== undefined && String(task.file).endsWith(`deferred ${poison}`)) process.kill(process.pid, 'SIGKILL')
    return checksum.work(task, signal)
  },
})
