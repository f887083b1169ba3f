import type { MissingReason } from '../../core/model/track.ts'
import type { CommitScope } from './commit-scope.ts'
import { recordset } from './recordset.ts'
import { parkTasks } from './tasks-of-subjects.ts'
import { unsettleCredits } from './track-links.ts'

interface MarkedTrack {
  readonly track_key: number
  readonly root_key: number
  readonly codec: string | null
  readonly size: number
  readonly duration_ms: number | null
  readonly album_key: number | null
}

const columns = { id: 'text', reason: 'text', seq: 'bigint' } as const

/** Marks tracks missing, by id; their pending losses go. One that already is keeps its date and reason. */
export const markMissing = async (
  scope: CommitScope,
  marks: readonly { readonly trackId: string; readonly reason: MissingReason }[],
): Promise<void> => {
  if (marks.length === 0) return
  const { db, now } = scope
  const first = new Map<string, MissingReason>()
  for (const { trackId, reason } of marks) if (!first.has(trackId)) first.set(trackId, reason)
  await db.run(
    'DELETE FROM pending_losses USING tracks t WHERE t.track_key = pending_losses.track_key AND t.id = ANY(?::text[])',
    [...first.keys()],
  )
  const tracks = await db.all<MarkedTrack>(
    `UPDATE tracks t SET missing_since = ?::bigint, missing_reason = x.reason, updated_at = ?::bigint, change_seq = x.seq, change = 'missing'
     FROM ${recordset(columns)} WHERE t.id = x.id AND t.missing_since IS NULL
     RETURNING t.track_key, t.root_key, t.codec, t.size, t.duration_ms, t.album_key`,
    ...[now, now, JSON.stringify([...first].map(([id, reason]) => ({ id, reason, seq: scope.nextSeq() })))],
  )
  await parkTasks(
    db,
    tracks.map((track) => track.track_key),
    true,
  )
  for (const { root_key, codec, size, duration_ms } of tracks) {
    const counted = { rootKey: root_key, codec, size, durationMs: duration_ms }
    scope.totals.count({ ...counted, missing: false }, -1)
    scope.totals.count({ ...counted, missing: true }, 1)
  }
  await unsettleCredits(scope, tracks)
}
