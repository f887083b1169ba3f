/** What the statistics count of one track. */
export interface Counted {
  readonly rootKey: number
  readonly codec: string | null
  readonly size: number
  readonly durationMs: number | null
  readonly missing: boolean
}

/** How a row of `totals`, which is there for each root and codec, changes. */
export interface TotalChange {
  readonly root_key: number
  readonly codec: string
  tracks: number
  missing: number
  bytes: number
  duration_ms: number
}

/** What a transaction changes in the statistics. */
export class TotalChanges {
  readonly #byRoot = new Map<number, Map<string, TotalChange>>()

  /** Counts a track in (`1`) or out (`-1`). Durations are whole milliseconds, so that sums do not depend on their order. */
  count(track: Counted, sign: 1 | -1): void {
    const change = this.#of(track.rootKey, track.codec ?? '')
    if (track.missing) {
      change.missing += sign
      return
    }
    change.tracks += sign
    change.bytes += sign * track.size
    change.duration_ms += sign * Math.round(track.durationMs ?? 0)
  }

  /** All changes since the last time. */
  take(): readonly TotalChange[] {
    const changes = [...this.#byRoot.values()].flatMap((ofRoot) => [...ofRoot.values()])
    this.#byRoot.clear()
    return changes
  }

  #of(rootKey: number, codec: string): TotalChange {
    const ofRoot = this.#byRoot.get(rootKey) ?? new Map<string, TotalChange>()
    this.#byRoot.set(rootKey, ofRoot)
    const change = ofRoot.get(codec) ?? { root_key: rootKey, codec, tracks: 0, missing: 0, bytes: 0, duration_ms: 0 }
    ofRoot.set(codec, change)
    return change
  }
}
