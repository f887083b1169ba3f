import { ScanError } from '../../core/errors.ts'
import { TotalChanges } from '../support/sql/total-changes.ts'
import type { Connection } from './connection.ts'
import { insertRows } from './recordset.ts'

const totalColumns = {
  root_key: 'bigint',
  codec: 'text',
  tracks: 'bigint',
  missing: 'bigint',
  bytes: 'float8',
  duration_ms: 'float8',
} as const

/**
 * What the parts of one writing transaction share, and what it has to bring up to date before it ends. Only one is open at a time: changes are numbered in the order in which
 * they become visible, and writers that wait for each other at the begin never meet in a deadlock.
 */
export class CommitScope {
  readonly db: Connection
  readonly now: number
  readonly totals = new TotalChanges()
  readonly #albums = new Set<number>()
  readonly #artists = new Set<number>()
  #seq: number
  #changed = false

  private constructor(db: Connection, now: number, seq: number) {
    this.db = db
    this.now = now
    this.#seq = seq
  }

  /** Takes the lock of all writers of this library. */
  static async open(db: Connection, now: number): Promise<CommitScope> {
    const state = await db.get<{ value: number }>("SELECT value FROM state WHERE name = 'change_seq' FOR UPDATE")
    if (state === undefined) throw new ScanError('INTERNAL', 'The database has lost its sequence of changes.')
    return new CommitScope(db, now, state.value)
  }

  /** The next place in the sequence of changes. */
  nextSeq(): number {
    this.#changed = true
    return ++this.#seq
  }

  unsettleAlbum(key: number | null): void {
    if (key !== null) this.#albums.add(key)
  }

  unsettleArtist(key: number): void {
    this.#artists.add(key)
  }

  /** Last of all in the transaction, but before summaries settle rows again. */
  async flush(): Promise<void> {
    const { db } = this
    if (this.#changed) await db.run("UPDATE state SET value = ? WHERE name = 'change_seq'", this.#seq)
    if (this.#albums.size > 0)
      await db.run('UPDATE albums SET unsettled = true WHERE album_key = ANY(?::bigint[]) AND NOT unsettled', [
        ...this.#albums,
      ])
    if (this.#artists.size > 0) {
      const keys = [...this.#artists]
      await db.run('UPDATE artists SET unsettled = true WHERE artist_key = ANY(?::bigint[]) AND NOT unsettled', keys)
      // With an artist that has an MBID, the name-only ones of its name: whether they are that one may change too.
      await db.run(
        `UPDATE artists SET unsettled = true WHERE musicbrainz_id IS NULL AND NOT unsettled AND folded_name IN (
           SELECT folded_name FROM artists WHERE artist_key = ANY(?::bigint[]) AND musicbrainz_id IS NOT NULL)`,
        keys,
      )
    }
    const totals = this.totals.take()
    if (totals.length > 0)
      await db.run(
        `${insertRows('totals', totalColumns)} ON CONFLICT (root_key, codec) DO UPDATE SET tracks = totals.tracks + excluded.tracks,
           missing = totals.missing + excluded.missing, bytes = totals.bytes + excluded.bytes, duration_ms = totals.duration_ms + excluded.duration_ms`,
        JSON.stringify(totals),
      )
    this.#albums.clear()
    this.#artists.clear()
    this.#changed = false
  }
}
