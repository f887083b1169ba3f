import type { IdentityCandidate } from '../../core/model/pending.ts'
import { compareKeys } from '../../core/text/compare-keys.ts'
import type { Connection } from './connection.ts'

interface CandidateRow {
  readonly id: string
  readonly root_id: string
  readonly path: string
  readonly disk_path: string | null
  readonly audio_key: string | null
  readonly title: string
  readonly artist: string | null
  readonly album: string | null
  readonly musicbrainz_recording_id: string | null
  readonly musicbrainz_track_id: string | null
  readonly missing: number
  readonly lost: IdentityCandidate['lost']
}

const candidate = `
SELECT t.id, r.id AS root_id, t.path, t.disk_path, t.audio_key, t.title, t.artist, t.album, t.musicbrainz_recording_id, t.musicbrainz_track_id,
  t.missing_since IS NOT NULL AS missing,
  CASE WHEN t.missing_since IS NOT NULL THEN NULL
    WHEN EXISTS (SELECT 1 FROM pending p WHERE p.root_id = r.id AND p.path = t.path) THEN 'overwritten'
    ELSE (SELECT l.reason FROM pending_losses l WHERE l.track_key = t.track_key) END AS lost
FROM tracks t JOIN roots r USING (root_key)`

/** Tracks of the same audio that were stored before a generation, in order of root id, path and id. */
export const candidatesOfAudio = (db: Connection, audioKey: string, generation: number): readonly IdentityCandidate[] =>
  sorted(db.all<CandidateRow>(`${candidate} WHERE t.audio_key = ? AND t.added_generation < ?`, audioKey, generation))

/** These tracks, in order of root id, path and id. */
export const candidatesByKey = (db: Connection, trackKeys: readonly number[]): readonly IdentityCandidate[] =>
  sorted(trackKeys.flatMap((key) => db.get<CandidateRow>(`${candidate} WHERE t.track_key = ?`, key) ?? []))

const sorted = (rows: readonly CandidateRow[]): readonly IdentityCandidate[] =>
  rows
    .map((row) => ({
      trackId: row.id,
      rootId: row.root_id,
      path: row.path,
      diskPath: row.disk_path,
      audioKey: row.audio_key,
      title: row.title,
      artist: row.artist,
      album: row.album,
      musicbrainzRecordingId: row.musicbrainz_recording_id,
      musicbrainzTrackId: row.musicbrainz_track_id,
      missing: row.missing === 1,
      lost: row.lost,
    }))
    .sort((a, b) => compareKeys(a.rootId, b.rootId) || compareKeys(a.path, b.path) || compareKeys(a.trackId, b.trackId))
