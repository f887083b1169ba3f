import type { IdentityCandidate } from '../../../core/model/pending.ts'

/** A row of {@link candidateQuery}. */
export interface CandidateRow {
  readonly track_key: number
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
  readonly missing: number | boolean
  readonly lost: IdentityCandidate['lost']
}

/** Tracks `t` with all that {@link candidateOfRow} needs; callers add conditions. */
export const candidateQuery = `
SELECT t.track_key, t.id, r.id AS root_id, t.path, t.disk_path, t.audio_key, t.title, t.artist, t.album, t.musicbrainz_recording_id, t.musicbrainz_track_id,
  t.missing_since IS NOT NULL AS missing,
  CASE WHEN t.missing_since IS NOT NULL THEN NULL
    WHEN EXISTS (SELECT 1 FROM pending p WHERE p.root_id = r.id AND p.path = t.path) THEN 'overwritten'
    ELSE (SELECT l.reason FROM pending_losses l WHERE l.track_key = t.track_key) END AS lost
FROM tracks t JOIN roots r USING (root_key)`

/** The candidate of a row. */
export const candidateOfRow = (row: CandidateRow): IdentityCandidate => ({
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
  missing: Boolean(row.missing),
  lost: row.lost,
})
