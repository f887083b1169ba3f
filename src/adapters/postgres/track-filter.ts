import { sql } from 'kysely'
import type { TrackQuery } from '../../core/ports/library-reader.ts'
import { artistRowsOf } from './artist-rows.ts'
import { anyText, queries } from './query.ts'

/** A query for the keys of the tracks that a request asks for; callers add order and limit. Albums are joined for filters and sorting, and cost nothing where neither looks at them. */
export const trackKeys = (request: TrackQuery) => {
  const { ids, rootId, paths, under, artistId, albumId, genre, fromYear, toYear, addedSince, lossless, maxQuality } =
    request
  const { missing = false } = request
  let query = queries
    .selectFrom('tracks')
    .innerJoin('roots', 'roots.root_key', 'tracks.root_key')
    .leftJoin('albums', 'albums.album_key', 'tracks.album_key')
    .select('tracks.track_key')
  if (ids !== undefined) query = query.where('tracks.id', '=', anyText(ids))
  if (rootId !== undefined) query = query.where('roots.id', '=', rootId)
  if (paths !== undefined) query = query.where('tracks.path', '=', anyText(paths))
  if (under !== undefined && under !== '')
    query = query.where('tracks.path', '>=', under).where('tracks.path', '<', `${under.slice(0, -1)}0`)
  if (artistId !== undefined)
    query = query.where('tracks.track_key', 'in', (from) =>
      from.selectFrom('track_artists').select('track_key').where('artist_key', 'in', artistRowsOf(artistId)),
    )
  if (albumId !== undefined) query = query.where('albums.id', '=', albumId)
  if (genre !== undefined)
    query = query.where('tracks.track_key', 'in', (from) =>
      from
        .selectFrom('track_genres')
        .innerJoin('genres', 'genres.genre_key', 'track_genres.genre_key')
        .select('track_key')
        .where('genres.name', '=', genre),
    )
  if (fromYear !== undefined) query = query.where('tracks.year', '>=', sql<number>`${fromYear}::float8`)
  if (toYear !== undefined) query = query.where('tracks.year', '<=', sql<number>`${toYear}::float8`)
  if (addedSince !== undefined) query = query.where('tracks.added_at', '>=', sql<number>`${addedSince}::float8`)
  if (lossless !== undefined) query = query.where('tracks.lossless', '=', lossless)
  if (maxQuality !== undefined) query = query.where('tracks.quality', '<=', maxQuality)
  if (missing !== 'any') query = query.where('tracks.missing_since', missing ? 'is not' : 'is', null)
  return query
}

/** Whether a request names something that an index finds a few tracks by. */
export const isSelective = ({ ids, paths, artistId, albumId, genre }: TrackQuery): boolean =>
  [ids, paths, artistId, albumId, genre].some((filter) => filter !== undefined)
