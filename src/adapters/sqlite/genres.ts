import { sql } from 'kysely'
import type { Genre, Page, PageRequest } from '../../core/ports/library-reader.ts'
import { text } from '../support/sql/paging.ts'
import type { Connection } from './connection.ts'
import { paging, queries, run } from './query.ts'

const terms = [text(sql`genres.name`)]

/** Genres of present tracks, by page. */
export const genres = (db: Connection, request: PageRequest = {}): Page<Genre> => {
  const pages = paging('genres by name', terms, request)
  let query = queries
    .selectFrom('genres')
    .select('genres.name')
    .select(
      sql<number>`(SELECT count(DISTINCT tg.track_key) FROM track_genres tg JOIN tracks t USING (track_key)
        WHERE tg.genre_key = genres.genre_key AND t.missing_since IS NULL)`.as('track_count'),
    )
    .where(genreIsPresent)
  if (pages.after !== undefined) query = query.where(pages.after)
  const { rows, next } = pages.cut(
    run(
      db,
      query
        .select(pages.place)
        .orderBy(pages.orderBy)
        .limit(pages.limit + 1),
    ),
  )
  return { items: rows.map(({ name, track_count }) => ({ name, trackCount: track_count })), next }
}

/** Whether a genre has a track that is not missing. */
export const genreIsPresent = sql<boolean>`EXISTS (SELECT 1 FROM track_genres tg JOIN tracks t USING (track_key)
  WHERE tg.genre_key = genres.genre_key AND t.missing_since IS NULL)`
