import type { SearchRequest, SearchResult } from '../../core/ports/library-reader.ts'
import { pageLimit } from '../../core/text/page-limit.ts'
import { searchTokens } from '../../core/text/search-tokens.ts'
import { albumsByKey } from './album-rows.ts'
import { artistsByKey } from './artist-rows.ts'
import type { Connection } from './connection.ts'
import { tracksByKey } from './track-rows.ts'

/** Full-text search over tracks, albums and artists. */
export const search = (db: Connection, text: string, request: SearchRequest = {}): SearchResult => {
  const limit = pageLimit(request.limit, 20)
  const tokens = searchTokens(text)
  if (tokens.length === 0) return { tracks: [], albums: [], artists: [] }
  const words = tokens.map((token, at) => `"${token}"${at === tokens.length - 1 ? '*' : ''}`).join(' AND ')
  return {
    tracks: tracksByKey(db, best(db, trackSearch, words, limit)),
    albums: albumsByKey(db, best(db, albumSearch, words, limit)),
    artists: artistsByKey(db, best(db, artistSearch, words, limit)),
  }
}

/** Query for the keys of what matches and is listed, in order; `searched` is to be put in for the full-text table. */
interface Searched {
  readonly table: string
  readonly rows: string
  readonly order: string
}

const trackSearch: Searched = {
  table: 'track_search',
  rows: 'tracks s ON s.track_key = f.rowid AND s.missing_since IS NULL',
  order: 's.sort_title, s.id',
}
const albumSearch: Searched = {
  table: 'album_search',
  rows: 'albums s ON s.album_key = f.rowid AND EXISTS (SELECT 1 FROM tracks t WHERE t.album_key = s.album_key AND t.missing_since IS NULL)',
  order: 's.sort_title, s.id',
}
const artistSearch: Searched = {
  table: 'artist_search',
  rows: `artists s ON s.artist_key = f.rowid AND s.same_as IS NULL AND EXISTS (SELECT 1 FROM track_artists ta JOIN tracks t USING (track_key)
    WHERE t.missing_since IS NULL AND ta.artist_key IN (SELECT m.artist_key FROM artists m WHERE m.artist_key = s.artist_key
      UNION ALL SELECT m.artist_key FROM artists m WHERE m.same_as = s.artist_key))`,
  order: 's.sort_key, s.id',
}

/** Those with all words in the title first, then the others. */
const best = (db: Connection, { table, rows, order }: Searched, words: string, limit: number): readonly number[] => {
  const keys = (where: string, ...values: (string | number)[]): number[] =>
    db
      .all<{ key: number }>(
        `SELECT f.rowid AS key FROM ${table} f JOIN ${rows} WHERE ${where} ORDER BY ${order} LIMIT ?`,
        ...values,
      )
      .map((row) => row.key)
  const inTitle = `title : (${words})`
  const first = keys(`${table} MATCH ?`, inTitle, limit)
  if (first.length === limit) return first
  const rest = keys(
    `${table} MATCH ? AND f.rowid NOT IN (SELECT rowid FROM ${table} WHERE ${table} MATCH ?)`,
    ...[words, inTitle, limit - first.length],
  )
  return [...first, ...rest]
}
