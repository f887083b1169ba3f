import { type PurgedTrack, sweepUnused, tablesOfTrack } from '../support/sql/purged-track.ts'
import { CommitScope } from './commit-scope.ts'
import type { Database } from './database.ts'
import { removeTasks } from './tasks-of-subjects.ts'
import { unlinkTracks } from './track-links.ts'

/** Tracks deleted at once, so that no statement takes long. */
const purgedAtOnce = 10_000

/** Deletes what has been missing since before a time, and rows that were kept for nothing else; returns the ids of the tracks. */
export const purge = (database: Database, missingBefore: number, now: number): Promise<readonly string[]> =>
  database.transaction(async (db) => {
    const scope = await CommitScope.open(db, now)
    // Locked before their tasks, as whoever ends tasks does.
    const tracks = await db.all<PurgedTrack>(
      'SELECT track_key, id, root_key, codec, size, duration_ms, album_key FROM tracks WHERE missing_since < ?::bigint ORDER BY id FOR UPDATE',
      Math.ceil(missingBefore),
    )
    for (let from = 0; from < tracks.length; from += purgedAtOnce)
      await purgeTracks(scope, tracks.slice(from, from + purgedAtOnce))
    await scope.flush()
    if (tracks.length > 0) await db.exec(sweepUnused)
    return tracks.map((track) => track.id)
  })

const purgeTracks = async (scope: CommitScope, tracks: readonly PurgedTrack[]): Promise<void> => {
  const { db } = scope
  const keys = tracks.map((track) => track.track_key)
  await unlinkTracks(scope, tracks)
  await removeTasks(db, 'track', keys)
  for (const table of tablesOfTrack) await db.run(`DELETE FROM ${table} WHERE track_key = ANY(?::bigint[])`, keys)
  await db.run(
    'INSERT INTO tombstones (seq, track_id) SELECT * FROM unnest(?::bigint[], ?::text[])',
    tracks.map(() => scope.nextSeq()),
    tracks.map((track) => track.id),
  )
  for (const { root_key, codec, size, duration_ms } of tracks)
    scope.totals.count({ rootKey: root_key, codec, size, durationMs: duration_ms, missing: true }, -1)
}
