import { foldLetters } from './fold-letters.ts'

/** How sort keys are made. */
export interface SortKeyOptions {
  /** Leading words to move to the end, lower case. Default: `the`, `a`, `an`. */
  readonly articles?: readonly string[]
}

const englishArticles: readonly string[] = ['the', 'a', 'an']
const leadingPunctuation = /^[^\p{L}\p{N}]+(?=[\p{L}\p{N}])/u
const digits = /[0-9]+/g
const padded = 8

/**
 * The key to sort a title or name by; storages compare its bytes. Folded, without leading punctuation, a leading article moved to the end (`beatles, the`), and whole numbers
 * padded to eight digits, so that 2 comes before 10. The key of a key is the key itself.
 */
export const sortKey = (text: string, { articles = englishArticles }: SortKeyOptions = {}): string =>
  articleLast(foldLetters(text).replace(leadingPunctuation, ''), articles).replace(digits, padNumber)

const articleLast = (text: string, articles: readonly string[]): string => {
  const end = text.indexOf(' ')
  const first = text.slice(0, end)
  if (end < 0 || !articles.includes(first) || articles.some((article) => text.endsWith(`, ${article}`))) return text
  const rest = text.slice(end + 1).replace(leadingPunctuation, '')
  return /[\p{L}\p{N}]/u.test(rest) ? `${rest}, ${first}` : text
}

const padNumber = (number: string): string => number.replace(/^0+(?=[0-9])/, '').padStart(padded, '0')
