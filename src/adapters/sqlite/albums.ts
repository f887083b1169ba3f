import { sql } from 'kysely'
import type { Album } from '../../core/model/album.ts'
import type { AlbumQuery, Page } from '../../core/ports/library-reader.ts'
import { number, type SortTerm, text } from '../support/sql/paging.ts'
import { albumIsPresent, albumsByKey } from './album-rows.ts'
import { artistGroup } from './artist-rows.ts'
import type { Connection } from './connection.ts'
import { listed, paging, queries, run } from './query.ts'

const byTitle: readonly SortTerm[] = [text(sql`albums.sort_title`), text(sql`albums.id`)]
const terms = { title: byTitle, year: [number(sql`ifnull(albums.year, 0)`), ...byTitle] }

/** Albums with a present track, by filter, sort and page. */
export const albums = (db: Connection, request: AlbumQuery = {}): Page<Album> => {
  const { sort = 'title', ids, artistId, genre, fromYear, toYear, compilation } = request
  const pages = paging(`albums by ${sort}`, terms[sort], request)
  let query = queries.selectFrom('albums').select('albums.album_key').where(albumIsPresent)
  if (ids !== undefined) query = query.where('albums.id', 'in', listed(ids))
  if (artistId !== undefined)
    query = query.where('albums.album_key', 'in', (from) =>
      from
        .selectFrom('album_artists')
        .select('album_key')
        .where('artist_key', 'in', listed(artistGroup(db, artistId))),
    )
  if (genre !== undefined)
    query = query.where(
      'albums.album_key',
      'in',
      sql<number>`(SELECT t.album_key FROM genres JOIN track_genres USING (genre_key) JOIN tracks t USING (track_key)
        WHERE genres.name = ${genre} AND t.missing_since IS NULL)`,
    )
  if (fromYear !== undefined) query = query.where('albums.year', '>=', fromYear)
  if (toYear !== undefined) query = query.where('albums.year', '<=', toYear)
  if (compilation !== undefined) query = query.where('albums.compilation', '=', compilation ? 1 : 0)
  if (pages.after !== undefined) query = query.where(pages.after)
  const ordered = query
    .select(pages.place)
    .orderBy(pages.orderBy)
    .limit(pages.limit + 1)
  const { rows, next } = pages.cut(run(db, ordered))
  const keys = rows.map((row) => row.album_key)
  return { items: albumsByKey(db, keys), next }
}
