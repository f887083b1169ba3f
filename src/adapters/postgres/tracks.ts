import { sql } from 'kysely'
import type { Track } from '../../core/model/track.ts'
import type { Page, TrackQuery } from '../../core/ports/library-reader.ts'
import { number, type Paging, type SortTerm, text } from '../support/sql/paging.ts'
import type { Connection } from './connection.ts'
import { paging, run } from './query.ts'
import { trackKeys } from './track-filter.ts'
import { tracksByKey } from './track-rows.ts'
import { type PathPlace, tracksInPathOrder } from './tracks-in-path-order.ts'

type Sort = NonNullable<TrackQuery['sort']>

const place: readonly SortTerm[] = [text(sql`roots.id`), text(sql`tracks.path`), text(sql`tracks.id`)]

const terms: Readonly<Record<Sort, readonly SortTerm[]>> = {
  path: place,
  title: [text(sql`tracks.sort_title`), text(sql`tracks.id`)],
  album: [
    text(sql`coalesce(albums.sort_title, '')`),
    text(sql`coalesce(albums.id, '')`),
    number(sql`coalesce(tracks.disc_number, 0)`),
    number(sql`coalesce(tracks.track_number, 0)`),
    ...place,
  ],
  year: [number(sql`coalesce(tracks.year, 0)`), text(sql`tracks.id`)],
  added: [number(sql`tracks.added_at`), text(sql`tracks.id`)],
  updated: [number(sql`tracks.updated_at`), text(sql`tracks.id`)],
  quality: [number(sql`tracks.quality`), text(sql`tracks.id`)],
  duration: [number(sql`coalesce(tracks.duration_ms, 0)`), text(sql`tracks.id`)],
}

/** Tracks by filter, sort and page: first the keys of the page, then its tracks. */
export const tracks = async (db: Connection, request: TrackQuery = {}): Promise<Page<Track>> => {
  const { sort = 'path' } = request
  const pages = paging(`tracks by ${sort}`, terms[sort], request)
  const { rows, next } = pages.cut(
    await (sort === 'path' ? inPathOrder(db, request, pages) : sorted(db, request, pages)),
  )
  return {
    items: await tracksByKey(
      db,
      rows.map((row) => row.track_key),
    ),
    next,
  }
}

// The cursor's shape is that of the terms.
const inPathOrder = (db: Connection, request: TrackQuery, { from, limit }: Paging) =>
  tracksInPathOrder(db, request, from as PathPlace | null, limit + 1)

const sorted = (
  db: Connection,
  request: TrackQuery,
  pages: Paging,
): Promise<readonly { readonly track_key: number }[]> => {
  const query = trackKeys(request)
    .select(pages.place)
    .orderBy(pages.orderBy)
    .limit(pages.limit + 1)
  return run(db, pages.after === undefined ? query : query.where(pages.after))
}
