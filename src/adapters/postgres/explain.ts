import type { Explanation } from '../../core/ports/library-reader.ts'
import { folderOf, nameOf } from '../../core/text/path-parts.ts'
import type { Bindable, Connection } from './connection.ts'
import { errorAt } from './item-errors.ts'
import { tracksByKey } from './track-rows.ts'

/** Everything stored about one path. */
export const explain = async (db: Connection, rootId: string, path: string): Promise<Explanation> => {
  const rows = await db.all<{ track_key: number }>(
    `SELECT track_key FROM tracks WHERE name = ? AND folder_key =
       (SELECT folder_key FROM folders JOIN roots USING (root_key) WHERE roots.id = ? AND folders.path = ?)
     ORDER BY missing_since IS NOT NULL, id`,
    ...[nameOf(path), rootId, folderOf(path)],
  )
  const keys = rows.map((row) => row.track_key)
  const exists = async (table: string, where: string, ...values: Bindable[]): Promise<boolean> =>
    (await db.get<{ found: boolean }>(`SELECT EXISTS (SELECT 1 FROM ${table} WHERE ${where}) AS found`, ...values))
      ?.found === true
  return {
    rootId,
    path,
    tracks: await tracksByKey(db, keys),
    pending: await exists('pending', 'root_id = ? AND path = ?', rootId, path),
    lossRecorded: await exists('pending_losses', 'track_key = ANY(?::bigint[])', keys),
    error: await errorAt(db, rootId, path),
    duplicates: await db.all<Explanation['duplicates'][number]>(
      `SELECT t.id AS "trackId", r.id AS "rootId", t.path, t.missing_since IS NOT NULL AS missing FROM tracks t JOIN roots r USING (root_key)
       WHERE t.audio_key IN (SELECT audio_key FROM tracks WHERE track_key = ANY(?::bigint[]))
         AND t.track_key <> ALL(?::bigint[]) ORDER BY t.id`,
      keys,
      keys,
    ),
    tasks: await db.all<Explanation['tasks'][number]>(
      `SELECT kind, version FROM tasks JOIN tracks ON track_key = subject_key
       WHERE state <> 'done' AND subject_type = 'track' AND subject_key = ANY(?::bigint[]) ORDER BY kind, id`,
      keys,
    ),
  }
}
