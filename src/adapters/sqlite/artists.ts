import { sql } from 'kysely'
import type { Artist } from '../../core/model/artist.ts'
import type { ArtistQuery, Page } from '../../core/ports/library-reader.ts'
import { text } from '../support/sql/paging.ts'
import { artistHasAlbums, artistIsPresent, artistsByKey } from './artist-rows.ts'
import type { Connection } from './connection.ts'
import { listed, paging, queries, run } from './query.ts'

const terms = [text(sql`artists.sort_key`), text(sql`artists.id`)]

/** Artists credited on a present track, by page. */
export const artists = (db: Connection, request: ArtistQuery = {}): Page<Artist> => {
  const pages = paging('artists by name', terms, request)
  let query = queries
    .selectFrom('artists')
    .select('artists.artist_key')
    .where('artists.same_as', 'is', null)
    .where(artistIsPresent)
  if (request.ids !== undefined)
    query = query.where(
      'artists.artist_key',
      'in',
      sql<number>`(SELECT ifnull(n.same_as, n.artist_key) FROM artists n WHERE n.id IN ${listed(request.ids)})`,
    )
  if (request.albumArtists === true) query = query.where(artistHasAlbums)
  if (pages.after !== undefined) query = query.where(pages.after)
  const ordered = query
    .select(pages.place)
    .orderBy(pages.orderBy)
    .limit(pages.limit + 1)
  const { rows, next } = pages.cut(run(db, ordered))
  const keys = rows.map((row) => row.artist_key)
  return { items: artistsByKey(db, keys), next }
}
