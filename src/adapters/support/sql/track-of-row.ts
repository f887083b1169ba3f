import type { Track, TrackArtist } from '../../../core/model/track.ts'
import { booleanFacts, factColumns, snake } from './track-columns.ts'

const columns = factColumns.map((fact) => [fact, snake(fact), booleanFacts.has(fact)] as const)

/** The track of a row that a storage's `trackQuery` gave: its columns, and its tags, pictures, artists and genres as JSON. */
export const trackOfRow = (row: Readonly<Record<string, unknown>>): Track => {
  const facts: Record<string, unknown> = {}
  for (const [fact, column, isBoolean] of columns) facts[fact] = isBoolean ? Boolean(row[column]) : row[column]
  return {
    ...facts,
    id: row.id,
    rootId: row.root_id,
    albumId: row.album_id,
    qualityIssues: parsed(row.quality_issues),
    tags: parsed(row.tags),
    pictures: parsed(row.pictures),
    artists: (parsed(row.artists) as PackedArtist[]).map(creditOf),
    genres: parsed(row.genres),
    missingSince: row.missing_since,
    missingReason: row.missing_reason,
    addedAt: row.added_at,
    updatedAt: row.updated_at,
    // Written from the same list of columns, so that every fact has its type again.
  } as unknown as Track
}

type PackedArtist = readonly [TrackArtist['artistId'], TrackArtist['role'], number, string, string | null]

const creditOf = ([artistId, role, position, creditedAs, detail]: PackedArtist): TrackArtist => ({
  artistId,
  role,
  position,
  creditedAs,
  detail,
})

const parsed = (value: unknown): unknown => JSON.parse(String(value))
