/** A value to keep. */
export interface CacheEntry {
  readonly key: string
  readonly value: string
  /** Milliseconds it is kept at most. */
  readonly ttlMs: number
}

/** Answers that are kept for a while, perhaps shared by processes. It may forget anything at any time; what must not be lost belongs into storage. While its server is away it keeps nothing and knows nothing, and its
 * calls do not reject. */
export interface Cache {
  readonly specVersion: 'v1'
  readonly name: string
  /** Values by key, `undefined` for those not kept (any more). */
  get(keys: readonly string[]): Promise<readonly (string | undefined)[]>
  /** Keeps values, replacing older ones; the last of a key given twice counts. */
  set(entries: readonly CacheEntry[]): Promise<void>
  /** Forgets values; unknown keys are passed over. */
  delete(keys: readonly string[]): Promise<void>
  /** Closes what it opened; idempotent. */
  close(): Promise<void>
}
