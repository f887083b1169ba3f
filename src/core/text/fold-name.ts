/** Combining marks of any script (accents), but not the kana voicing marks, which make another letter. */
const accents = /(?![\u3099\u309A])\p{Script=Inherited}/gu
const graves = /[\u00B4`]/g
const singleQuotes = /[\u2018-\u201B\u02BC]/g
const doubleQuotes = /[\u201C-\u201F]/g
const dashes = /[\u2010-\u2015\u2212]/g
const plain = /^[\x20-\x5F\x61-\x7E]*$/

/**
 * What makes two spellings one name: case, accents, width and typographic quotes and dashes are folded, whitespace is collapsed. Letters of their own right (`ø`, `ł`) stay,
 * and so do all letters of scripts without case (CJK, Hangul, Indic). Folding twice changes nothing. A text of accents alone is left as it is.
 */
export const foldName = (text: string): string => {
  if (plain.test(text)) return collapse(text.toLowerCase())
  const folded = text
    .replace(graves, "'")
    .normalize('NFKD')
    .replace(accents, '')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll('ς', 'σ')
    .replace(singleQuotes, "'")
    .replace(doubleQuotes, '"')
    .replace(dashes, '-')
    .normalize('NFC')
  return collapse(folded) || collapse(text)
}

const collapse = (text: string): string => text.replace(/\s+/g, ' ').trim()
