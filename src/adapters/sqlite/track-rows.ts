import { sql } from 'kysely'
import type { Track, TrackArtist } from '../../core/model/track.ts'
import { booleanFacts, factColumns, snake } from '../support/track-columns.ts'
import type { Connection, Row } from './connection.ts'
import { queries } from './query.ts'

/** A query over tracks with all that {@link tracksOf} needs of each row; callers add conditions, order and limit. */
export const trackQuery = () =>
  queries
    .selectFrom('tracks')
    .innerJoin('roots', 'roots.root_key', 'tracks.root_key')
    .innerJoin('tags', 'tags.track_key', 'tracks.track_key')
    .leftJoin('albums', 'albums.album_key', 'tracks.album_key')
    .selectAll('tracks')
    .select([
      'roots.id as root_id',
      'albums.id as album_id',
      'tags.tags as tags',
      'tags.pictures as pictures',
      sql<string>`(SELECT json_group_array(json_array(ifnull(same.id, a.id), ta.role, ta.position, ta.credited_as, ta.detail)) FROM
        (SELECT * FROM track_artists WHERE track_key = tracks.track_key ORDER BY place) ta
        JOIN artists a ON a.artist_key = ta.artist_key LEFT JOIN artists same ON same.artist_key = a.same_as)`.as(
        'artists',
      ),
      sql<string>`(SELECT json_group_array(g.name) FROM
        (SELECT * FROM track_genres WHERE track_key = tracks.track_key ORDER BY position) tg
        JOIN genres g ON g.genre_key = tg.genre_key)`.as('genres'),
    ])

const columns = factColumns.map((fact) => [fact, snake(fact), booleanFacts.has(fact)] as const)

/** The tracks of rows that {@link trackQuery} gave. */
export const trackOf = (row: Row): Track => {
  const facts: Record<string, unknown> = {}
  for (const [fact, column, isBoolean] of columns) facts[fact] = isBoolean ? row[column] === 1 : row[column]
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

/** Tracks by key, in the order of the keys. */
export const tracksByKey = (db: Connection, keys: readonly number[]): readonly Track[] => {
  const { sql: text } = trackQuery().where('tracks.track_key', '=', 0).compile()
  return keys.flatMap((key) => {
    const row = db.get(text, key)
    return row === undefined ? [] : [trackOf(row)]
  })
}
