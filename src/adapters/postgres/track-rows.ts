import { sql } from 'kysely'
import type { Track } from '../../core/model/track.ts'
import { trackOfRow } from '../support/sql/track-of-row.ts'
import type { Connection, Row } from './connection.ts'
import { anyKey, inOrder, queries, run } from './query.ts'

/** A query over tracks with all that {@link trackOfRow} needs of each row; callers add conditions, order and limit. */
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

/** Tracks by key, in the order of the keys. */
export const tracksByKey = async (db: Connection, keys: readonly number[]): Promise<readonly Track[]> => {
  if (keys.length === 0) return []
  const rows = await run(db, trackQuery().where('tracks.track_key', '=', anyKey(keys)).$castTo<Row>())
  return inOrder(
    keys,
    rows.map((row) => [Number(row.track_key), trackOfRow(row)]),
  )
}
