import { CommitScope } from './commit-scope.ts'
import type { Connection } from './connection.ts'
import { unlinkTrack } from './track-links.ts'

const derivedTables = [
  'derived',
  'audio_features',
  'fingerprints',
  'track_vectors',
  'track_covers',
  'pending_losses',
  'tracks',
]

interface PurgedTrack {
  readonly track_key: number
  readonly id: string
  readonly root_key: number
  readonly codec: string | null
  readonly size: number
  readonly duration_ms: number | null
  readonly album_key: number | null
}

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
    if (tracks.length > 0) sweep(db)
    return tracks.map((track) => track.id)
  })

const purgeTrack = (
  scope: CommitScope,
  { track_key, id, root_key, codec, size, duration_ms, album_key }: PurgedTrack,
): void => {
  const { db } = scope
  unlinkTrack(scope, track_key, album_key)
  db.run("DELETE FROM tasks WHERE subject_key = ? AND subject_type = 'track'", track_key)
  for (const table of derivedTables) db.run(`DELETE FROM ${table} WHERE track_key = ?`, track_key)
  db.run('INSERT INTO tombstones (seq, track_id) VALUES (?, ?)', scope.nextSeq(), id)
  scope.count({ rootKey: root_key, codec, size, durationMs: duration_ms, missing: true }, -1)
}

/** Folders and genres that nothing refers to any more. */
const sweep = (db: Connection): void => {
  db.exec(`
    DELETE FROM folders WHERE config_hash IS NULL AND NOT EXISTS (SELECT 1 FROM tracks WHERE tracks.folder_key = folders.folder_key)
      AND NOT EXISTS (SELECT 1 FROM pending WHERE pending.folder_key = folders.folder_key)
      AND NOT EXISTS (SELECT 1 FROM errors WHERE errors.folder_key = folders.folder_key);
    DELETE FROM genres WHERE NOT EXISTS (SELECT 1 FROM track_genres WHERE track_genres.genre_key = genres.genre_key);
    DELETE FROM totals WHERE tracks = 0 AND missing = 0;
  `)
}
