import { z } from 'zod'
import type { DeferredKind } from './core/deferred-kind.ts'
import { ScanError } from './core/errors.ts'
import { albumFields } from './core/identity/album-key.ts'
import type { Pipeline } from './core/pipeline.ts'
import type { FileSource } from './core/ports/file-source.ts'
import type { CommitResult } from './core/ports/library-writer.ts'
import type { Queue } from './core/ports/queue.ts'
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
  /** Default: `pipeline(discover()).pipe(extract()).pipe(batch()).pipe(persist())`. */
  readonly stages?:
    | Pipeline<Pick<DiscoverRequest, 'rootId' | 'under' | 'names'>, CommitResult, Names, Needs>
    | undefined
  /** What discover looks at: extensions, ignore globs, links. */
  readonly discover?: Partial<DiscoverSettings> | undefined
  /** How tags become artists, albums and genres. */
  readonly tags?: Partial<BatchSettings> | undefined
  /** Deferred work that tracks owe. */
  readonly deferred?: readonly DeferredKind[] | undefined
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
  /** Files a unit of work holds at most. Default 64: larger ones cost memory and gain nothing. */
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

const rootShape = z.union(
  [z.string().min(1), z.strictObject({ path: z.string().min(1), id: z.string().min(1).max(200).optional() })],
  'must be a folder, or { path, id }',
)

const words = z.array(z.string('must be text'), 'must be a list of texts')

const albumFieldNames = [...albumFields, ...albumFields.map((field) => `${field}?` as const)]

const shape = z.strictObject({
  roots: z.array(rootShape).optional(),
  storage: port('storage', ['open', 'close']).optional(),
  queue: port('queue', ['publish', 'consume']).optional(),
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
  confirm: z.strictObject({ losses: z.boolean().optional(), relocated: z.array(z.string()).optional() }).optional(),
  read: z.boolean().optional(),
})

/** The same for the options of `scan` and `plan`. */
export const checkScanOptions = (options: unknown): void => check(scanShape, options, 'scan')

const check = (schema: z.ZodType, value: unknown, where: string): void => {
  const result = schema.safeParse(value)
  if (result.success) return
  const mistakes = result.error.issues.map((issue) => {
    const at = issue.path.map(String).join('.')
    return `${at === '' ? '' : `${at}: `}${issue.message}`
  })
  throw new ScanError('CONFIG_INVALID', `${where} was given what it cannot use. ${mistakes.join('; ')}.`)
}
