import type { DerivedValue } from '../../core/model/task.ts'
import type { Connection } from './connection.ts'

/** Values kept of tracks, by track id and kind. */
export const derived = (
  db: Connection,
  trackIds: readonly string[],
  kinds: readonly string[] | undefined,
): readonly DerivedValue[] => {
  const ofKinds = kinds === undefined ? null : JSON.stringify(kinds)
  return db
    .all<DerivedValue>(
      `SELECT t.id AS trackId, d.kind, d.version, d.value FROM tracks t JOIN derived d USING (track_key)
       WHERE t.id IN (SELECT value FROM json_each(?)) AND (? IS NULL OR d.kind IN (SELECT value FROM json_each(?))) ORDER BY t.id, d.kind`,
      ...[JSON.stringify(trackIds), ofKinds, ofKinds],
    )
    .map((value) => ({ ...value }))
}
