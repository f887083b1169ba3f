import type { IdentityCandidate } from '../../core/model/pending.ts'
import type { Connection } from './connection.ts'

interface CandidateRow {
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
  readonly missing: boolean
  readonly lost: IdentityCandidate['lost']
}

const candidates = (where: string): string => `
SELECT t.track_key, t.id, r.id AS root_id, t.path, t.disk_path, t.audio_key, t.title, t.artist, t.album, t.musicbrainz_recording_id, t.musicbrainz_track_id,
  t.missing_since IS NOT NULL AS missing,
  CASE WHEN t.missing_since IS NOT NULL THEN NULL
    WHEN EXISTS (SELECT 1 FROM pending p WHERE p.root_id = r.id AND p.path = t.path) THEN 'overwritten'
    ELSE (SELECT l.reason FROM pending_losses l WHERE l.track_key = t.track_key) END AS lost
FROM tracks t JOIN roots r USING (root_key) WHERE ${where} ORDER BY r.id, t.path, t.id`

/** Tracks by their audio that were stored before a generation, each list in order of root id, path and id. */
export const candidatesOfAudio = async (
  db: Connection,
  audioKeys: readonly string[],
  generation: number,
): Promise<ReadonlyMap<string | null, readonly IdentityCandidate[]>> => {
  if (audioKeys.length === 0) return new Map()
  const rows = await db.all<CandidateRow>(
    candidates('t.audio_key = ANY(?::text[]) AND t.added_generation < ?::bigint'),
    ...[audioKeys, generation],
  )
  return Map.groupBy(rows.map(candidateOf), (candidate) => candidate.audioKey)
}

/** Lists of tracks by key, each in order of root id, path and id. */
export const candidatesByKeys = async (
  db: Connection,
  lists: ReadonlyMap<number, readonly number[]>,
): Promise<ReadonlyMap<number, readonly IdentityCandidate[]>> => {
  if (lists.size === 0) return new Map()
  const rows = await db.all<CandidateRow>(candidates('t.track_key = ANY(?::bigint[])'), [...lists.values()].flat())
  const ordered = new Map(rows.map((row, at) => [row.track_key, { at, candidate: candidateOf(row) }]))
  return new Map(
    [...lists].map(([name, keys]) => [
      name,
      keys
        .flatMap((key) => ordered.get(key) ?? [])
        .sort((a, b) => a.at - b.at)
        .map(({ candidate }) => candidate),
    ]),
  )
}

const candidateOf = (row: CandidateRow): IdentityCandidate => ({
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
  missing: row.missing,
  lost: row.lost,
})
