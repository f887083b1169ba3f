import { CronPattern } from 'croner'
import { z } from 'zod'
import type { ChannelSettings } from './core/channel-settings.ts'
import type { DeferredKind } from './core/deferred-kind.ts'
import type { DeferredStage } from './core/deferred-stage.ts'
import type { Backoff } from './core/engine/backoff.ts'
import { ScanError } from './core/errors.ts'
import { albumFields } from './core/identity/album-key.ts'
import type { Pipeline } from './core/pipeline.ts'
import type { EventBus } from './core/ports/event-bus.ts'
import type { FileSource } from './core/ports/file-source.ts'
import type { CommitResult } from './core/ports/library-writer.ts'
import type { Queue } from './core/ports/queue.ts'
import type { RateLimit } from './core/ports/rate-limit.ts'
import type { DiscoverRequest } from './core/ports/scan-workers.ts'
import type { Storage, StorageCapabilities } from './core/ports/storage.ts'
import type { TagReader } from './core/ports/tag-reader.ts'
import type { BatchSettings } from './stages/batch/batch-settings.ts'
import type { DiscoverSettings } from './stages/discover/discover-settings.ts'

/** A root of the library: its folder, and the id that rows hold. */
export interface RootConfig {
  /** Folder, absolute or relative to the working directory. */
  readonly path: string
  /** Default: the folder's name. */
  readonly id?: string | undefined
}

/** Names of the presets. */
export const presetNames = ['default', 'raspberry-pi-4', 'server'] as const

/** One of {@link presetNames}. */
export type PresetName = (typeof presetNames)[number]

/** Capabilities that a storage must have for a pipeline. */
export type Able<Needs extends keyof StorageCapabilities> = Storage & {
  readonly capabilities: StorageCapabilities & Readonly<Record<Needs, true>>
}

/** What `createScanner` takes. */
export interface ScannerConfig<Names extends string = string, Needs extends keyof StorageCapabilities = never> {
  /** Folders to scan. Without any, the roots that the storage knows are scanned. */
  readonly roots?: readonly (string | RootConfig)[] | undefined
  /** Where the library is kept. Default: in memory, gone with the process. */
  readonly storage?: ([Needs] extends [never] ? Storage : Able<Needs>) | undefined
  /** Default: in this process. */
  readonly queue?: Queue | undefined
  /** Keeps all workers under the rates of their segments. Default: in memory, each process for itself. */
  readonly rateLimit?: RateLimit | undefined
  /** Told of progress and of what happens, for other processes. Default: nobody. */
  readonly events?: EventBus | undefined
  /** Settings of segments for a kind of machine. Default `default`. */
  readonly preset?: PresetName | undefined
  /** Settings of segments by name that differ from the preset's. */
  readonly queues?: Readonly<Record<string, Partial<ChannelSettings>>> | undefined
  /** Milliseconds after which the work of a process that died is given to another. Default 30,000 with a shared queue, else 120,000. */
  readonly leaseMs?: number | undefined
  /** How often a unit or task is tried before it is given up or quarantined. Default 3. */
  readonly maxAttempts?: number | undefined
  /** How long failed tasks wait. Default 10 to 15 minutes after the first failure, doubled with each, a day at most. */
  readonly backoff?: Partial<Backoff> | undefined
  /** Milliseconds for which ended tasks are kept. Default 7 days. */
  readonly taskRetentionMs?: number | undefined
  /** Default: `pipeline(discover()).pipe(extract()).pipe(batch()).pipe(persist())`. */
  readonly stages?:
    | Pipeline<Pick<DiscoverRequest, 'rootId' | 'under' | 'names'>, CommitResult, Names, Needs>
    | undefined
  /** What discover looks at: extensions, ignore globs, links. */
  readonly discover?: Partial<DiscoverSettings> | undefined
  /** How tags become artists, albums and genres. */
  readonly tags?: Partial<BatchSettings> | undefined
  /** Deferred work that tracks owe, with what does it (a stage) or without (a kind): then other processes do it. */
  readonly deferred?: readonly (DeferredKind | DeferredStage)[] | undefined
  /** Where files come from. Default: the file system. A file source of the host's own is read in the host's thread. */
  readonly fileSource?: FileSource | undefined
  /** Asked before our own readers; read in the host's thread. */
  readonly tagReaders?: readonly TagReader[] | undefined
  /** Reader threads at the start and at most. Default: one less than the processors, up to 8. */
  readonly readers?: { readonly start?: number | undefined; readonly most?: number | undefined } | undefined
  /** Which roots are read in processes of their own, because their mount may hang: `auto` (network and FUSE mounts), `always` or `never`. */
  readonly isolate?: 'auto' | 'always' | 'never' | undefined
  /** Milliseconds after which such a root that does not answer is given up. Default 60,000. */
  readonly hangMs?: number | undefined
  /** When losses are not believed: more than `ratio` of a root's tracks and at least `minimum`. Default 0.5 and 20. */
  readonly massDeletion?: { readonly ratio?: number | undefined; readonly minimum?: number | undefined } | undefined
  /** Files a unit of work holds at most. Default 128, or what the storage finds good: larger ones cost memory. */
  readonly unitSize?: number | undefined
  /** Milliseconds for which retryable storage faults are waited out. Default 120,000. */
  readonly storagePatienceMs?: number | undefined
}

const method = z.custom<(...args: never[]) => unknown>((value) => typeof value === 'function', 'must be a function')
const port = (name: string, methods: readonly string[]) =>
  z
    .custom<object>((value) => typeof value === 'object' && value !== null, `must be a ${name}`)
    .refine((value) => methods.every((key) => method.safeParse(Reflect.get(value, key)).success), {
      error: `must be a ${name}: an object with the methods ${methods.join(', ')}`,
    })

const wholeNumber = (least: number, most: number) =>
  z.int(`must be a whole number`).min(least, `must be at least ${least}`).max(most, `must be at most ${most}`)

const isCron = (text: string): boolean => {
  try {
    return new CronPattern(text) instanceof CronPattern
  } catch {
    return false
  }
}

const rootShape = z.union(
  [z.string().min(1), z.strictObject({ path: z.string().min(1), id: z.string().min(1).max(200).optional() })],
  'must be a folder, or { path, id }',
)

const words = z.array(z.string('must be text'), 'must be a list of texts')

const albumFieldNames = [...albumFields, ...albumFields.map((field) => `${field}?` as const)]

const channelShape = z.strictObject({
  concurrency: wholeNumber(1, 1000).optional(),
  prefetch: wholeNumber(0, 1000).optional(),
  backlog: wholeNumber(1, 100_000).optional(),
  rate: z
    .strictObject({ limit: wholeNumber(1, 1e6), perMs: wholeNumber(1, 86_400_000) })
    .nullable()
    .optional(),
  timeLimitMs: wholeNumber(1, 86_400_000).optional(),
  schedule: z.string().refine(isCron, 'must be a cron expression: */2 * * * *').nullable().optional(),
})

const shape = z.strictObject({
  roots: z.array(rootShape).optional(),
  storage: port('storage', ['open', 'close']).optional(),
  queue: port('queue', ['publish', 'consume']).optional(),
  rateLimit: port('rate limit', ['take']).optional(),
  events: port('event bus', ['publish', 'subscribe']).optional(),
  preset: z.enum(presetNames).optional(),
  queues: z.record(z.string().regex(/^[\w-]+$/, 'must be a name of letters, digits and -'), channelShape).optional(),
  leaseMs: wholeNumber(1000, 86_400_000).optional(),
  maxAttempts: wholeNumber(1, 100).optional(),
  backoff: z.strictObject({ baseMs: z.number().min(0).optional(), maxMs: z.number().min(0).optional() }).optional(),
  taskRetentionMs: z.number().min(0).optional(),
  stages: z
    .custom<object>(
      (value) => typeof value === 'object' && value !== null && 'stages' in value,
      'must be made by pipeline(…)',
    )
    .optional(),
  discover: z
    .strictObject({
      extensions: words.optional(),
      ignore: words.optional(),
      followLinks: z.boolean().optional(),
      chunkSize: wholeNumber(1, 10_000).optional(),
    })
    .optional(),
  tags: z
    .strictObject({
      artistSeparators: words.optional(),
      keepTogether: words.optional(),
      genreSeparators: words.optional(),
      albumRule: z
        .array(z.array(z.enum(albumFieldNames)).min(1))
        .min(1)
        .optional(),
      albumsAcrossRoots: z.boolean().optional(),
      articles: words.optional(),
    })
    .optional(),
  deferred: z
    .array(
      z.strictObject({
        kind: z.string().min(1),
        version: z.string().min(1),
        derivesFrom: z.enum(['audio', 'tags']),
        priority: z.int().optional(),
        delayMs: z.number().min(0).optional(),
        segment: z.string().min(1).optional(),
        work: method.optional(),
      }),
    )
    .optional(),
  fileSource: port('file source', ['list', 'stat', 'open']).optional(),
  tagReaders: z.array(port('tag reader', ['read'])).optional(),
  readers: z.strictObject({ start: wholeNumber(1, 64).optional(), most: wholeNumber(1, 64).optional() }).optional(),
  isolate: z.enum(['auto', 'always', 'never']).optional(),
  hangMs: z.number().min(100).optional(),
  massDeletion: z
    .strictObject({ ratio: z.number().min(0).max(1).optional(), minimum: wholeNumber(0, 1e9).optional() })
    .optional(),
  unitSize: wholeNumber(1, 10_000).optional(),
  storagePatienceMs: z.number().min(0).optional(),
})

/** Throws `CONFIG_INVALID` with a sentence per mistake: which option, what it must be. */
export const checkConfig = (config: unknown): void => check(shape, config, 'createScanner')

const scanShape = z.strictObject({
  mode: z.enum(['incremental', 'quick', 'full']).optional(),
  paths: z.array(z.string().min(1)).min(1).optional(),
  signal: z.instanceof(AbortSignal, { error: 'must be an AbortSignal' }).optional(),
  segments: z
    .array(z.enum(['discover', 'extract', 'settle']))
    .refine(
      (names) => names.includes('discover') && names.includes('settle'),
      'must include discover and settle: they belong to the process that scans',
    )
    .optional(),
  whenRunning: z.enum(['join', 'refuse']).optional(),
  confirm: z.strictObject({ losses: z.boolean().optional(), relocated: z.array(z.string()).optional() }).optional(),
  read: z.boolean().optional(),
})

/** The same for the options of `scan` and `plan`. */
export const checkScanOptions = (options: unknown): void => check(scanShape, options, 'scan')

const workShape = z.strictObject({
  segments: words.min(1).optional(),
  scale: z
    .strictObject({ min: wholeNumber(1, 1000), max: wholeNumber(1, 1000) })
    .refine(({ min, max }) => min <= max, 'min must not be greater than max')
    .optional(),
  signal: z.instanceof(AbortSignal, { error: 'must be an AbortSignal' }).optional(),
})

/** The same for the options of `work`. */
export const checkWorkOptions = (options: unknown): void => check(workShape, options, 'work')

const check = (schema: z.ZodType, value: unknown, where: string): void => {
  const result = schema.safeParse(value)
  if (result.success) return
  const mistakes = result.error.issues.map((issue) => {
    const at = issue.path.map(String).join('.')
    return `${at === '' ? '' : `${at}: `}${issue.message}`
  })
  throw new ScanError('CONFIG_INVALID', `${where} was given what it cannot use. ${mistakes.join('; ')}.`)
}
