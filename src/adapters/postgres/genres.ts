import { sql } from 'kysely'
import type { Genre, Page, PageRequest } from '../../core/ports/library-reader.ts'
import { text } from '../support/sql/paging.ts'
import type { Connection } from './connection.ts'
import { paging, queries, run } from './query.ts'

const terms = [text(sql`genres.name`)]

/** Genres of present tracks, by page: first the page, then its counts, all at once. */
export const genres = async (db: Connection, request: PageRequest = {}): Promise<Page<Genre>> => {
  const pages = paging('genres by name', terms, request)
  let query = queries.selectFrom('genres').select(['genres.genre_key', 'genres.name']).where(genreIsPresent)
  if (pages.after !== undefined) query = query.where(pages.after)
  const ordered = query
    .select(pages.place)
    .orderBy(pages.orderBy)
    .limit(pages.limit + 1)
  const { rows, next } = pages.cut(await run(db, ordered))
  const counts = await countsOf(
    db,
    rows.map((row) => row.genre_key),
  )
  return { items: rows.map(({ genre_key, name }) => ({ name, trackCount: counts.get(genre_key) ?? 0 })), next }
}

const countsOf = async (db: Connection, keys: readonly number[]): Promise<ReadonlyMap<number, number>> => {
  const rows = await db.all<{ genre_key: number; tracks: number }>(
    `SELECT genre_key, count(DISTINCT track_key) AS tracks FROM track_genres JOIN tracks USING (track_key)
     WHERE genre_key = ANY(?::bigint[]) AND missing_since IS NULL GROUP BY genre_key`,
    keys,
  )
  return new Map(rows.map((row) => [row.genre_key, row.tracks]))
}

/** Whether a genre has a track that is not missing. */
export const genreIsPresent = sql<boolean>`EXISTS (SELECT 1 FROM track_genres tg JOIN tracks t USING (track_key)
  WHERE tg.genre_key = genres.genre_key AND t.missing_since IS NULL)`
