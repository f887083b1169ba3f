import { type PurgedTrack, sweepUnused, tablesOfTrack } from '../support/sql/purged-track.ts'
import { CommitScope } from './commit-scope.ts'
import type { Connection } from './connection.ts'
import { unlinkTrack } from './track-links.ts'

/** Deletes what has been missing since before a time, and rows that were kept for nothing else; returns the ids of the tracks. */
export const purge = (db: Connection, missingBefore: number, now: number): readonly string[] =>
  db.transaction(() => {
    const scope = new CommitScope(db, now)
    const tracks = db.all<PurgedTrack>(
      'SELECT track_key, id, root_key, codec, size, duration_ms, album_key FROM tracks WHERE missing_since < ? ORDER BY +id',
      missingBefore,
    )
    for (const track of tracks) purgeTrack(scope, track)
    scope.flush()
    if (tracks.length > 0) db.exec(sweepUnused)
    return tracks.map((track) => track.id)
  })

const purgeTrack = (
  scope: CommitScope,
  { track_key, id, root_key, codec, size, duration_ms, album_key }: PurgedTrack,
): void => {
  const { db } = scope
  unlinkTrack(scope, track_key, album_key)
  db.run("DELETE FROM tasks WHERE subject_key = ? AND subject_type = 'track'", track_key)
  for (const table of tablesOfTrack) db.run(`DELETE FROM ${table} WHERE track_key = ?`, track_key)
  db.run('INSERT INTO tombstones (seq, track_id) VALUES (?, ?)', scope.nextSeq(), id)
  scope.totals.count({ rootKey: root_key, codec, size, durationMs: duration_ms, missing: true }, -1)
}
