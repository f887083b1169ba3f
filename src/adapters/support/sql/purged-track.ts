/** What purge must know of a track to take it out of everything. */
export interface PurgedTrack {
  readonly track_key: number
  readonly id: string
  readonly root_key: number
  readonly codec: string | null
  readonly size: number
  readonly duration_ms: number | null
  readonly album_key: number | null
}

/** The tables that have rows of a track by its key, the track itself last. */
export const tablesOfTrack = [
  'derived',
  'audio_features',
  'fingerprints',
  'track_vectors',
  'track_covers',
  'pending_losses',
  'tracks',
] as const

/** Deletes folders, genres and totals that nothing refers to any more. */
export const sweepUnused = `
DELETE FROM folders WHERE config_hash IS NULL AND NOT EXISTS (SELECT 1 FROM tracks WHERE tracks.folder_key = folders.folder_key)
  AND NOT EXISTS (SELECT 1 FROM pending WHERE pending.folder_key = folders.folder_key)
  AND NOT EXISTS (SELECT 1 FROM errors WHERE errors.folder_key = folders.folder_key);
DELETE FROM genres WHERE NOT EXISTS (SELECT 1 FROM track_genres WHERE track_genres.genre_key = genres.genre_key);
DELETE FROM totals WHERE tracks = 0 AND missing = 0;`
