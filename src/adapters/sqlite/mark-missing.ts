import type { MissingReason } from '../../core/model/track.ts'
import type { CommitScope } from './commit-scope.ts'
import { unsettleCredits } from './track-links.ts'

interface MarkedTrack {
  readonly track_key: number
  readonly root_key: number
  readonly codec: string | null
  readonly size: number
  readonly duration_ms: number | null
  readonly album_key: number | null
}

/** Marks tracks missing, by id; their pending losses go. One that already is keeps its date and reason. */
export const markMissing = (scope: CommitScope, trackId: string, reason: MissingReason): void => {
  const { db, now } = scope
  db.run('DELETE FROM pending_losses WHERE track_key = (SELECT track_key FROM tracks WHERE id = ?)', trackId)
  const track = db.get<MarkedTrack>(
    `UPDATE tracks SET missing_since = ?, missing_reason = ?, updated_at = ?, change_seq = ?, change = 'missing' WHERE id = ? AND missing_since IS NULL
     RETURNING track_key, root_key, codec, size, duration_ms, album_key`,
    ...[now, reason, now, scope.nextSeq(), trackId],
  )
  if (track === undefined) return
  db.run("UPDATE tasks SET parked = 1 WHERE subject_key = ? AND subject_type = 'track'", track.track_key)
  const counted = { rootKey: track.root_key, codec: track.codec, size: track.size, durationMs: track.duration_ms }
  scope.totals.count({ ...counted, missing: false }, -1)
  scope.totals.count({ ...counted, missing: true }, 1)
  unsettleCredits(scope, track.track_key, track.album_key)
}
