import type { Connection } from './connection.ts'
import { Keys } from './keys.ts'

/** What the statistics count of one track. */
export interface Counted {
  readonly rootKey: number
  readonly codec: string | null
  readonly size: number
  readonly durationMs: number | null
  readonly missing: boolean
}

interface Totals {
  tracks: number
  missing: number
  bytes: number
  durationMs: number
}

/** What the parts of one writing transaction share, and what it has to bring up to date before it ends. */
export class CommitScope {
  readonly db: Connection
  readonly keys: Keys
  readonly now: number
  readonly #totals = new Map<number, Map<string, Totals>>()
  readonly #albums = new Set<number>()
  readonly #artists = new Set<number>()
  #seq: number | undefined
  #tombstones: boolean | undefined

  constructor(db: Connection, now: number) {
    this.db = db
    this.keys = new Keys(db)
    this.now = now
  }

  /** The next place in the sequence of changes. */
  nextSeq(): number {
    this.#seq ??= this.db.get<{ value: number }>("SELECT value FROM state WHERE name = 'change_seq'")?.value ?? 0
    return ++this.#seq
  }

  /** Whether any purged track is remembered. */
  hasTombstones(): boolean {
    this.#tombstones ??= this.db.get('SELECT 1 FROM tombstones LIMIT 1') !== undefined
    return this.#tombstones
  }

  unsettleAlbum(key: number | null): void {
    if (key !== null) this.#albums.add(key)
  }

  unsettleArtist(key: number): void {
    this.#artists.add(key)
  }

  /** Counts a track in (`1`) or out (`-1`). Durations are whole milliseconds, so that sums do not depend on their order. */
  count(track: Counted, sign: 1 | -1): void {
    const codec = track.codec ?? ''
    const ofRoot = this.#totals.get(track.rootKey) ?? new Map<string, Totals>()
    this.#totals.set(track.rootKey, ofRoot)
    const totals = ofRoot.get(codec) ?? { tracks: 0, missing: 0, bytes: 0, durationMs: 0 }
    ofRoot.set(codec, totals)
    if (track.missing) {
      totals.missing += sign
      return
    }
    totals.tracks += sign
    totals.bytes += sign * track.size
    totals.durationMs += sign * Math.round(track.durationMs ?? 0)
  }

  /** Last of all in the transaction, but before summaries settle rows again. */
  flush(): void {
    const { db } = this
    if (this.#seq !== undefined) db.run("UPDATE state SET value = ? WHERE name = 'change_seq'", this.#seq)
    for (const key of this.#albums) db.run('UPDATE albums SET unsettled = 1 WHERE album_key = ? AND unsettled = 0', key)
    for (const key of this.#artists) this.#unsettleArtistRow(key)
    for (const [rootKey, ofRoot] of this.#totals)
      for (const [codec, { tracks, missing, bytes, durationMs }] of ofRoot)
        db.run(
          `INSERT INTO totals (root_key, codec, tracks, missing, bytes, duration_ms) VALUES (?, ?, ?, ?, ?, ?)
           ON CONFLICT DO UPDATE SET tracks = tracks + excluded.tracks, missing = missing + excluded.missing,
             bytes = bytes + excluded.bytes, duration_ms = duration_ms + excluded.duration_ms`,
          ...[rootKey, codec, tracks, missing, bytes, durationMs],
        )
    this.#albums.clear()
    this.#artists.clear()
    this.#totals.clear()
    this.#seq = undefined
  }

  /** With an artist that has an MBID, the name-only ones of its name: whether they are that one may change too. */
  #unsettleArtistRow(key: number): void {
    this.db.run('UPDATE artists SET unsettled = 1 WHERE artist_key = ? AND unsettled = 0', key)
    const named = this.db.get<{ folded_name: string }>(
      'SELECT folded_name FROM artists WHERE artist_key = ? AND musicbrainz_id IS NOT NULL',
      key,
    )
    if (named === undefined) return
    this.db.run(
      'UPDATE artists SET unsettled = 1 WHERE folded_name = ? AND musicbrainz_id IS NULL AND unsettled = 0',
      named.folded_name,
    )
  }
}
