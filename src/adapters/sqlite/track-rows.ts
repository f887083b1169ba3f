import { sql } from 'kysely'
import type { Track } from '../../core/model/track.ts'
import { trackOfRow } from '../support/sql/track-of-row.ts'
import type { Connection } from './connection.ts'
import { queries } from './query.ts'

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
      sql<string>`(SELECT json_group_array(json_array(ifnull(same.id, a.id), ta.role, ta.position, ta.credited_as, ta.detail)) FROM
        (SELECT * FROM track_artists WHERE track_key = tracks.track_key ORDER BY place) ta
        JOIN artists a ON a.artist_key = ta.artist_key LEFT JOIN artists same ON same.artist_key = a.same_as)`.as(
        'artists',
      ),
      sql<string>`(SELECT json_group_array(g.name) FROM
        (SELECT * FROM track_genres WHERE track_key = tracks.track_key ORDER BY position) tg
        JOIN genres g ON g.genre_key = tg.genre_key)`.as('genres'),
    ])

/** Tracks by key, in the order of the keys. */
export const tracksByKey = (db: Connection, keys: readonly number[]): readonly Track[] => {
  const { sql: text } = trackQuery().where('tracks.track_key', '=', 0).compile()
  return keys.flatMap((key) => {
    const row = db.get(text, key)
    return row === undefined ? [] : [trackOfRow(row)]
  })
}
