import type { SearchDocument } from '../../core/text/search-document.ts'

/** Postgres refuses longer lexemes; nobody types one. */
const longest = 500

/** A search document as the text of a `tsvector`: tokens of the title with weight A, the others with D. (Only lexemes with a position can have a weight.) */
export const wordsOf = ({ title, rest }: SearchDocument): string =>
  [...title.map((token) => `${lexeme(token)}:1A`), ...rest.map((token) => `${lexeme(token)}:1`)].join(' ')

/** A token as a lexeme in the text of a `tsvector` or `tsquery`. */
export const lexeme = (token: string): string =>
  `'${token.slice(0, longest).toWellFormed().replaceAll('\\', '\\\\').replaceAll("'", "''")}'`
