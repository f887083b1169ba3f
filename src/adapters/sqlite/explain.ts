import type { Explanation } from '../../core/ports/library-reader.ts'
import { folderOf, nameOf } from '../../core/text/path-parts.ts'
import type { Connection } from './connection.ts'
import { errorAt } from './item-errors.ts'
import { tracksByKey } from './track-rows.ts'

/** Everything stored about one path. */
export const explain = (db: Connection, rootId: string, path: string): Explanation =>
  db.snapshot(() => {
    const keys = db
      .all<{ track_key: number }>(
        `SELECT track_key FROM tracks INDEXED BY idx_tracks_folder WHERE name = ? AND folder_key =
           (SELECT folder_key FROM folders JOIN roots USING (root_key) WHERE roots.id = ? AND folders.path = ?)
         ORDER BY missing_since IS NOT NULL, id`,
        ...[nameOf(path), rootId, folderOf(path)],
      )
      .map((row) => row.track_key)
    const these = JSON.stringify(keys)
    const exists = (table: string, where: string, ...values: string[]): boolean =>
      db.get<{ found: number }>(`SELECT EXISTS (SELECT 1 FROM ${table} WHERE ${where}) AS found`, ...values)?.found ===
      1
    return {
      rootId,
      path,
      tracks: tracksByKey(db, keys),
      pending: exists('pending', 'root_id = ? AND path = ?', rootId, path),
      lossRecorded: exists('pending_losses', 'track_key IN (SELECT value FROM json_each(?))', these),
      error: errorAt(db, rootId, path),
      duplicates: db
        .all<{ id: string; root_id: string; path: string; gone: number }>(
          `SELECT t.id, r.id AS root_id, t.path, t.missing_since IS NOT NULL AS gone FROM tracks t JOIN roots r USING (root_key)
           WHERE t.audio_key IN (SELECT audio_key FROM tracks WHERE track_key IN (SELECT value FROM json_each(?)))
             AND t.track_key NOT IN (SELECT value FROM json_each(?)) ORDER BY t.id`,
          these,
          these,
        )
        .map((row) => ({ trackId: row.id, rootId: row.root_id, path: row.path, missing: row.gone === 1 })),
      tasks: db
        .all<{ kind: string; version: string }>(
          `SELECT kind, version FROM tasks JOIN tracks ON track_key = subject_key
           WHERE state <> 'done' AND subject_type = 'track' AND subject_key IN (SELECT value FROM json_each(?)) ORDER BY kind, id`,
          these,
        )
        .map(({ kind, version }) => ({ kind, version })),
    }
  })
