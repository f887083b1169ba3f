import { TotalChanges } from '../support/sql/total-changes.ts'
import type { Connection } from './connection.ts'
import { Keys } from './keys.ts'

/** What the parts of one writing transaction share, and what it has to bring up to date before it ends. */
export class CommitScope {
  readonly db: Connection
  readonly keys: Keys
  readonly now: number
  readonly totals = new TotalChanges()
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

  /** Last of all in the transaction, but before summaries settle rows again. */
  flush(): void {
    const { db } = this
    if (this.#seq !== undefined) db.run("UPDATE state SET value = ? WHERE name = 'change_seq'", this.#seq)
    for (const key of this.#albums) db.run('UPDATE albums SET unsettled = 1 WHERE album_key = ? AND unsettled = 0', key)
    for (const key of this.#artists) this.#unsettleArtistRow(key)
    for (const { root_key, codec, tracks, missing, bytes, duration_ms } of this.totals.take())
      db.run(
        `INSERT INTO totals (root_key, codec, tracks, missing, bytes, duration_ms) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET tracks = tracks + excluded.tracks, missing = missing + excluded.missing,
           bytes = bytes + excluded.bytes, duration_ms = duration_ms + excluded.duration_ms`,
        ...[root_key, codec, tracks, missing, bytes, duration_ms],
      )
    this.#albums.clear()
    this.#artists.clear()
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
