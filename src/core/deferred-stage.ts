import type { DeferredKind } from './deferred-kind.ts'
import type { Track } from './model/track.ts'

/** One piece of deferred work. */
export interface DeferredTask {
  readonly track: Track
  /** Absolute path of the track's file on this machine, as `node:fs` takes it: bytes where its name is not UTF-8. */
  readonly file: string | Buffer
  /** How often it was tried, this time included. */
  readonly attempts: number
}

/**
 * Deferred work of a host's own: what tracks owe, and how it is done. Its results are kept in `derived`, by track and kind.
 *
 * @example
 * ```ts
 * import { createHash } from 'node:crypto'
 * import { readFile } from 'node:fs/promises'
 * import type { DeferredStage } from '@soniquebay/scan'
 *
 * const checksum: DeferredStage = {
 *   kind: 'sha256',
 *   version: '1',
 *   derivesFrom: 'tags',
 *   work: async ({ file }, signal) => createHash('sha256').update(await readFile(file, { signal })).digest('hex'),
 * }
 * ```
 */
export interface DeferredStage extends DeferredKind {
  /** The segment whose workers do it. Default: the kind. */
  readonly segment?: string
  /**
   * Does the work of one task. It may be done more than once, and be cut short by the signal.
   * @returns The value to keep, text of the host's own format; `null` when the answer is that there is none.
   * @throws A `ScanError` with `retryable: false` is not tried again; anything else is, later.
   */
  work(task: DeferredTask, signal: AbortSignal): Promise<string | null>
}
