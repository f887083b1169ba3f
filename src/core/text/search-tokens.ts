import { foldLetters } from './fold-letters.ts'

/** Scripts written without spaces between words, and Hangul, whose words are compounds. */
const unspaced =
  '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Bopomofo}\\p{Script=Hangul}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}ー々〆'
/** Scripts hold symbols too: the radical ⺀ is Han and no letter. */
const letter = '[\\p{L}\\p{N}\\p{M}]'
const apostrophes = /(?<=\p{L})'(?=\p{L})/gu
const word = new RegExp(`((?:(?=${letter})[${unspaced}])+)|(?:(?![${unspaced}])${letter})+`, 'gu')

/**
 * The words of a text for search, each once, where it stands last. Documents and queries are cut by this one function, and a document matches when it holds every token of the
 * query, the last one as a prefix of a token.
 *
 * Tokens are folded runs of letters, marks and digits (Unicode categories L, M, N): among ASCII only `a`–`z` and `0`–`9`, no space, no control character, no punctuation. So
 * tokens joined by spaces are cut apart again by any tokenizer that splits at ASCII alone: FTS5's `ascii` (not `unicode61`, which knows the letters of one Unicode version), and
 * Postgres' `array_to_tsvector`, which takes tokens as they are.
 *
 * Scripts written without spaces give each character and each pair of neighbours, so that any part of a text is found. A text without letters and digits (`!!!`, `÷`) gives its
 * characters in hexadecimal (`u21u21u21`).
 */
export const searchTokens = (text: string): readonly string[] => {
  const known = recent.get(text)
  if (known !== undefined) return known
  const tokens = tokensOf(text)
  if (recent.size >= mostRecent) recent.clear()
  recent.set(text, tokens)
  return tokens
}

/** Names of artists and albums come again with each of their tracks. */
const recent = new Map<string, readonly string[]>()
const mostRecent = 1000

const tokensOf = (text: string): readonly string[] => {
  const folded = foldLetters(text).replace(apostrophes, '')
  const tokens = new Set<string>()
  // Not `matchAll`, which compiles the expression anew for each text.
  word.lastIndex = 0
  for (let match = word.exec(folded); match !== null; match = word.exec(folded)) {
    if (match[1] === undefined) put(tokens, match[0])
    else for (const token of charactersAndPairs(match[1])) put(tokens, token)
  }
  if (tokens.size === 0)
    for (const symbols of folded.split(' ')) if (symbols !== '') put(tokens, inHexadecimal(symbols))
  return [...tokens]
}

const put = (tokens: Set<string>, token: string): void => {
  tokens.delete(token)
  tokens.add(token)
}

const charactersAndPairs = (run: string): string[] => {
  const characters = [...run]
  return [...characters, ...characters.slice(1).map((character, before) => `${characters[before]}${character}`)]
}

const inHexadecimal = (symbols: string): string =>
  [...symbols].map((symbol) => `u${(symbol.codePointAt(0) ?? 0).toString(16)}`).join('')
