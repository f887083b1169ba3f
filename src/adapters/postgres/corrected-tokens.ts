import { searchTokens } from '../../core/text/search-tokens.ts'
import type { Connection } from './connection.ts'
import { searchedColumns } from './typo-indexes.ts'
import { lexeme } from './words.ts'

/**
 * How alike a word and a part of a name must be, 0–1, as shared trigrams (`word_similarity`, https://www.postgresql.org/docs/current/pgtrgm.html). Below the extension's default: two
 * swapped letters of a word of seven leave half of its trigrams.
 */
const leastAlike = 0.4
/** How alike two whole words must be (`similarity`, its default). */
const leastAlikeWords = 0.3
/** Names looked at for a word. */
const names = 30

/** The tokens of a search that found nothing, each that the library does not know replaced by the known one that is most like it; `null` when there is none to replace. */
export const correctedTokens = async (db: Connection, tokens: readonly string[]): Promise<readonly string[] | null> => {
  await db.exec(`SET LOCAL pg_trgm.word_similarity_threshold = ${leastAlike}`)
  const corrected = []
  for (const token of tokens) corrected.push((await isKnown(db, token)) ? token : await nearest(db, token))
  return corrected.every((token, at) => token === tokens[at]) ? null : corrected
}

const isKnown = async (db: Connection, token: string): Promise<boolean> => {
  const query = `${lexeme(token)}:*`
  const found = ['artist', 'album', 'track'].map(
    (kind) => `EXISTS (SELECT 1 FROM ${kind}_search WHERE words @@ ?::tsquery)`,
  )
  const row = await db.get<{ known: boolean }>(`SELECT ${found.join(' OR ')} AS known`, ...[query, query, query])
  return row?.known === true
}

const nearest = async (db: Connection, token: string): Promise<string> => {
  const alike = searchedColumns.map(
    ([table, column]) =>
      `(SELECT ${column} AS text FROM ${table} WHERE ? <% ${column} ORDER BY word_similarity(?, ${column}) DESC, ${column} LIMIT ${names})`,
  )
  const rows = await db.all<{ text: string }>(alike.join(' UNION '), ...searchedColumns.flatMap(() => [token, token]))
  const words = [...new Set(rows.flatMap(({ text }) => searchTokens(text)))]
  const best = await db.get<{ word: string }>(
    `SELECT word FROM unnest(?::text[]) word WHERE similarity(word, ?) >= ${leastAlikeWords} ORDER BY similarity(word, ?) DESC, word COLLATE "C" LIMIT 1`,
    ...[words, token, token],
  )
  return best?.word ?? token
}
