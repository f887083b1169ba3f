/** How long a failed task waits before it is tried again. */
export interface Backoff {
  /** Milliseconds after the first failure, at least. */
  readonly baseMs: number
  /** Milliseconds at most, jitter aside. */
  readonly maxMs: number
}

/** Milliseconds until the next attempt: doubled with each failure, and up to half as long again by chance, so that what failed together is not tried together. */
export const backoffMs = (attempts: number, { baseMs, maxMs }: Backoff, random: () => number): number =>
  Math.round(Math.min(maxMs, baseMs * 2 ** Math.max(0, attempts - 1)) * (1 + random() / 2))
