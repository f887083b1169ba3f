import { sql } from 'kysely'
import type { Track } from '../../core/model/track.ts'
import type { Page, TrackQuery } from '../../core/ports/library-reader.ts'
import { artistGroup } from './artist-rows.ts'
import type { Connection, Row } from './connection.ts'
import { listed, number, paging, run, type SortTerm, text } from './query.ts'
import { trackOf, trackQuery } from './track-rows.ts'

type Sort = NonNullable<TrackQuery['sort']>

const place: readonly SortTerm[] = [text(sql`roots.id`), text(sql`tracks.path`), text(sql`tracks.id`)]

const terms: Readonly<Record<Sort, readonly SortTerm[]>> = {
  path: place,
  title: [text(sql`tracks.sort_title`), text(sql`tracks.id`)],
  album: [
    text(sql`ifnull(albums.sort_title, '')`),
    text(sql`ifnull(albums.id, '')`),
    number(sql`ifnull(tracks.disc_number, 0)`),
    number(sql`ifnull(tracks.track_number, 0)`),
    ...place,
  ],
  year: [number(sql`ifnull(tracks.year, 0)`), text(sql`tracks.id`)],
  added: [number(sql`tracks.added_at`), text(sql`tracks.id`)],
  updated: [number(sql`tracks.updated_at`), text(sql`tracks.id`)],
  quality: [number(sql`tracks.quality`), text(sql`tracks.id`)],
  duration: [number(sql`ifnull(tracks.duration_ms, 0)`), text(sql`tracks.id`)],
}

/** Tracks by filter, sort and page. */
export const tracks = (db: Connection, request: TrackQuery = {}): Page<Track> => {
  const sort = request.sort ?? 'path'
  const pages = paging(`tracks by ${sort}`, terms[sort], request)
  const query = filtered(db, request)
  const ordered = (pages.after === undefined ? query : query.where(pages.after))
    .select(pages.place)
    .orderBy(pages.orderBy)
    .limit(pages.limit + 1)
  const { rows, next } = pages.cut(run(db, ordered.$castTo<Row>()))
  return { items: rows.map(trackOf), next }
}

const filtered = (db: Connection, request: TrackQuery) => {
  const { ids, rootId, paths, under, artistId, albumId, genre, fromYear, toYear, addedSince, lossless, maxQuality } =
    request
  const { missing = false } = request
  let query = trackQuery()
  if (ids !== undefined) query = query.where('tracks.id', 'in', listed(ids))
  if (rootId !== undefined) query = query.where('roots.id', '=', rootId)
  if (paths !== undefined) query = query.where('tracks.path', 'in', listed(paths))
  if (under !== undefined && under !== '')
    query = query.where('tracks.path', '>=', under).where('tracks.path', '<', `${under.slice(0, -1)}0`)
  if (artistId !== undefined)
    query = query.where('tracks.track_key', 'in', (from) =>
      from
        .selectFrom('track_artists')
        .select('track_key')
        .where('artist_key', 'in', listed(artistGroup(db, artistId))),
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
  if (fromYear !== undefined) query = query.where('tracks.year', '>=', fromYear)
  if (toYear !== undefined) query = query.where('tracks.year', '<=', toYear)
  if (addedSince !== undefined) query = query.where('tracks.added_at', '>=', addedSince)
  if (lossless !== undefined) query = query.where('tracks.lossless', '=', lossless ? 1 : 0)
  if (maxQuality !== undefined) query = query.where('tracks.quality', '<=', maxQuality)
  if (missing !== 'any') query = query.where('tracks.missing_since', missing ? 'is not' : 'is', null)
  return query
}
