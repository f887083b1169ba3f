import { sql } from 'kysely'
import type { Track, TrackArtist } from '../../core/model/track.ts'
import { factColumns, snake } from '../support/track-columns.ts'
import type { Connection, Row } from './connection.ts'
import { anyKey, inOrder, queries, run } from './query.ts'

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
      sql<string>`(SELECT coalesce(json_agg(json_build_array(coalesce(same.id, a.id), ta.role, ta.position, ta.credited_as, ta.detail) ORDER BY ta.place), '[]'::json)
        FROM track_artists ta JOIN artists a ON a.artist_key = ta.artist_key LEFT JOIN artists same ON same.artist_key = a.same_as
        WHERE ta.track_key = tracks.track_key)`.as('artists'),
      sql<string>`(SELECT coalesce(json_agg(g.name ORDER BY tg.position), '[]'::json)
        FROM track_genres tg JOIN genres g ON g.genre_key = tg.genre_key WHERE tg.track_key = tracks.track_key)`.as(
        'genres',
      ),
    ])

const columns = factColumns.map((fact) => [fact, snake(fact)] as const)

/** The tracks of rows that {@link trackQuery} gave. */
export const trackOf = (row: Row): Track => {
  const facts: Record<string, unknown> = {}
  for (const [fact, column] of columns) facts[fact] = row[column]
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
export const tracksByKey = async (db: Connection, keys: readonly number[]): Promise<readonly Track[]> => {
  if (keys.length === 0) return []
  const rows = await run(db, trackQuery().where('tracks.track_key', '=', anyKey(keys)).$castTo<Row>())
  return inOrder(
    keys,
    rows.map((row) => [Number(row.track_key), trackOf(row)]),
  )
}
