import type { ScanCounts } from '../../core/model/scan.ts'
import type { Database } from './database.ts'

const many = 1000
/** A third of the default's sample: plans come out alike, and a scan waits for it. */
const target = 30
/** Of the wide tables only what conditions and joins name: sampling their texts would take twice as long as all the rest. */
const tracks = [
  ...['track_key', 'id', 'root_key', 'folder_key', 'name', 'path', 'album_key', 'album_artist', 'audio_key'],
  ...['musicbrainz_recording_id', 'missing_since', 'added_generation', 'added_at', 'year', 'lossless', 'quality'],
]
const tables = `tracks (${tracks.join(', ')}), tags (track_key), track_artists, track_genres, albums, album_artists, artists, folders, genres, tasks`

/**
 * Renews the server's statistics after a scan that changed much. It does so by itself some minutes later; until then it plans queries for empty tables, which takes them up to ten
 * times as long. A server that will not is no reason for a scan to fail.
 */
export const analyseAfter = async (database: Database, counts: ScanCounts): Promise<void> => {
  const { added, updated, moved, missing } = counts
  if (added + updated + moved + missing < many) return
  await database
    .transaction(async (db) => {
      await db.exec(`SET LOCAL default_statistics_target = ${target}`)
      await db.exec(`ANALYZE ${tables}`)
    })
    .catch(() => undefined)
}
