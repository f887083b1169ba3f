import type { DerivedValue } from '../../core/model/task.ts'
import type { Connection } from './connection.ts'

/** Values kept of tracks, by track id and kind. */
export const derived = (
  db: Connection,
  trackIds: readonly string[],
  kinds: readonly string[] | undefined,
): Promise<readonly DerivedValue[]> =>
  db.all<DerivedValue>(
    `SELECT t.id AS "trackId", d.kind, d.version, d.value FROM tracks t JOIN derived d USING (track_key)
     WHERE t.id = ANY(?::text[]) AND (?::text[] IS NULL OR d.kind = ANY(?::text[])) ORDER BY t.id, d.kind`,
    ...[trackIds, kinds, kinds],
  )
