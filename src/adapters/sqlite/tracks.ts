import type { Track } from '../../core/model/track.ts'
import type { Page, TrackQuery } from '../../core/ports/library-reader.ts'
import type { Paging } from '../support/sql/paging.ts'
import { trackSorts } from '../support/sql/track-sorts.ts'
import type { Connection } from './connection.ts'
import { paging, run } from './query.ts'
import { trackKeys } from './track-filter.ts'
import { tracksByKey } from './track-rows.ts'
import { type PathPlace, tracksInPathOrder } from './tracks-in-path-order.ts'

/** Tracks by filter, sort and page: first the keys of the page, then its tracks. */
export const tracks = (db: Connection, request: TrackQuery = {}): Page<Track> => {
  const { sort = 'path' } = request
  const pages = paging(`tracks by ${sort}`, trackSorts[sort], request)
  const { rows, next } = pages.cut(sort === 'path' ? inPathOrder(db, request, pages) : sorted(db, request, pages))
  return {
    items: tracksByKey(
      db,
      rows.map((row) => row.track_key),
    ),
    next,
  }
}

// The cursor's shape is that of the terms.
const inPathOrder = (db: Connection, request: TrackQuery, { from, limit }: Paging) =>
  tracksInPathOrder(db, request, from as PathPlace | null, limit + 1)

const sorted = (db: Connection, request: TrackQuery, pages: Paging): readonly { readonly track_key: number }[] => {
  const query = trackKeys(db, request)
    .select(pages.place)
    .orderBy(pages.orderBy)
    .limit(pages.limit + 1)
  return run(db, pages.after === undefined ? query : query.where(pages.after))
}
