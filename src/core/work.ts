import type { ChannelSettings } from './channel-settings.ts'

/** Work under way in this process: jobs of its segments, until it is stopped. */
export interface Work {
  /** Resolves when it has stopped; never rejects. */
  readonly done: Promise<void>
  /** Changes how a segment is worked, at once. Unknown segments are `USAGE`. */
  adjust(segment: string, settings: Partial<Pick<ChannelSettings, 'concurrency' | 'prefetch' | 'rate'>>): void
  /** Takes no more jobs; those in hand have `graceMs` (default 25,000) to end, then they are handed back. */
  stop(options?: { readonly graceMs?: number }): Promise<void>
}
