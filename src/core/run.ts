import type { ScanEvent } from './events.ts'
import type { ScanReport } from './report.ts'

/** A scan under way. It goes on whether or not anybody reads its events or awaits its result. */
export interface Run<Names extends string = string> {
  /**
   * What happens, from the first reading on; progress is coalesced and, beyond 10,000 waiting events, events are dropped and counted in `events-dropped` when the
   * reader is slow. Ends with `scan-end`, or silently when the scan fails.
   */
  readonly events: AsyncIterable<ScanEvent>
  /** The report; rejects with a `ScanError`, or with the reason of a cancel. Never an unhandled rejection. */
  readonly result: Promise<ScanReport<Names>>
  /** Lets units in hand finish and starts no other, until {@link resume}. The state is kept in storage. */
  pause(): Promise<void>
  /** Goes on after {@link pause}. */
  resume(): Promise<void>
  /** Units in hand finish or roll back whole, nothing settles; `result` rejects with the reason. The next scan goes on from there. */
  cancel(reason?: unknown): Promise<void>
}
