import type { SearchRequest, SearchResult } from '../../core/ports/library-reader.ts'
import { pageLimit } from '../../core/text/page-limit.ts'
import { searchTokens } from '../../core/text/search-tokens.ts'
import { albumsByKey } from './album-rows.ts'
import { artistsByKey } from './artist-rows.ts'
import type { Connection } from './connection.ts'
import { correctedTokens } from './corrected-tokens.ts'
import { tracksByKey } from './track-rows.ts'
import { lexeme } from './words.ts'

/** Full-text search over tracks, albums and artists. */
export const search = async (
  db: Connection,
  text: string,
  request: SearchRequest = {},
  /** Whether words that nothing has are taken for mistyped ones; see `typo-indexes.ts`. */
  forgiving = false,
): Promise<SearchResult> => {
  const limit = pageLimit(request.limit, 20)
  const tokens = searchTokens(text)
  if (tokens.length === 0) return nothing
  const result = await found(db, tokens, limit)
  if (!forgiving || result.tracks.length + result.albums.length + result.artists.length > 0) return result
  const corrected = await correctedTokens(db, tokens)
  return corrected === null ? result : found(db, corrected, limit)
}

const nothing: SearchResult = { tracks: [], albums: [], artists: [] }

const found = async (db: Connection, tokens: readonly string[], limit: number): Promise<SearchResult> => ({
  tracks: await tracksByKey(db, await best(db, trackSearch, tokens, limit)),
  albums: await albumsByKey(db, await best(db, albumSearch, tokens, limit)),
  artists: await artistsByKey(db, await best(db, artistSearch, tokens, limit)),
})

/** What is searched: the kind of row with its full-text table `f`, what of it is listed, and its order. */
interface Searched {
  readonly kind: 'track' | 'album' | 'artist'
  readonly rows: string
  readonly order: string
}

const trackSearch: Searched = {
  kind: 'track',
  rows: 'tracks s ON s.track_key = f.track_key AND s.missing_since IS NULL',
  order: 's.sort_title, s.id',
}
const albumSearch: Searched = {
  kind: 'album',
  rows: 'albums s ON s.album_key = f.album_key AND EXISTS (SELECT 1 FROM tracks t WHERE t.album_key = s.album_key AND t.missing_since IS NULL)',
  order: 's.sort_title, s.id',
}
const artistSearch: Searched = {
  kind: 'artist',
  rows: `artists s ON s.artist_key = f.artist_key AND s.same_as IS NULL AND EXISTS (SELECT 1 FROM (SELECT m.artist_key FROM artists m WHERE m.artist_key = s.artist_key
      UNION ALL SELECT m.artist_key FROM artists m WHERE m.same_as = s.artist_key) g
    JOIN track_artists ta USING (artist_key) JOIN tracks t USING (track_key) WHERE t.missing_since IS NULL)`,
  order: 's.sort_key, s.id',
}

/** Keys of those with all words in the title first, then the others. */
const best = async (
  db: Connection,
  { kind, rows, order }: Searched,
  tokens: readonly string[],
  limit: number,
): Promise<readonly number[]> => {
  const keys = await db.all<{ key: number }>(
    `SELECT f.${kind}_key AS key FROM ${kind}_search f JOIN ${rows} WHERE f.words @@ ?::tsquery
     ORDER BY NOT (f.words @@ ?::tsquery), ${order} LIMIT ?`,
    ...[queryOf(tokens, ''), queryOf(tokens, 'A'), limit],
  )
  return keys.map((row) => row.key)
}

/** All of the tokens, the last as a prefix: with any weight, or with that of titles. */
const queryOf = (tokens: readonly string[], weight: '' | 'A'): string =>
  tokens.map((token, at) => `${lexeme(token)}:${at === tokens.length - 1 ? '*' : ''}${weight}`).join(' & ')
