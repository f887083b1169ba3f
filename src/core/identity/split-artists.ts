import { keptNames } from './kept-names.ts'

/** How credits are split into artists. Plain data. */
export interface ArtistRules {
  /**
   * What stands between two artists, in any letter case. A space at an end means "at least one space"; a word (` feat. `) may stand behind an opening bracket, whose closing
   * one goes too. Default: {@link defaultArtistSeparators}.
   */
  readonly artistSeparators: readonly string[]
  /** Names never to split, beside the built-in ones (`AC/DC`, `Tyler, The Creator`, `Earth, Wind & Fire`, …), in any letter case. */
  readonly keepTogether: readonly string[]
}

/**
 * Words that announce a guest, `;`, and a slash between spaces. A bare `/`, `,` or `&` is part of a name far too often.
 */
export const defaultArtistSeparators: readonly string[] = [
  ' feat. ',
  ' feat ',
  ' ft. ',
  ' ft ',
  ' featuring ',
  ';',
  ' / ',
]

/** One artist of a credit. */
export interface CreditedArtist {
  readonly name: string
  readonly musicbrainzId: string | null
}

/** Splits one credit text into names, in order; a text without a separator is one name, an empty one none. */
export type ArtistSplitter = (credit: string) => readonly string[]

/** Compiles the rules: one pass over a text finds what to keep and what to cut at, whichever begins first. */
export const artistSplitter = ({ artistSeparators, keepTogether }: ArtistRules): ArtistSplitter => {
  const separators = longestFirst(artistSeparators).map(separatorSource)
  if (separators.length === 0) return (credit) => [credit.trim()].filter(Boolean)
  const cut = separators.join('|')
  const kept = longestFirst([...keptNames, ...keepTogether]).map(escaped)
  const marks = new RegExp(`(?<![\\p{L}\\p{N}])(?:${kept.join('|')})(?![\\p{L}\\p{N}])|(?<cut>${cut})`, 'giu')
  const anyCut = new RegExp(cut, 'iu')
  return (credit) => (anyCut.test(credit) ? cutAt(credit, marks) : [credit.trim()].filter(Boolean))
}

/**
 * The artists of one role of a track. Each of the tag's own values is split; MBIDs are paired with the names when there are as many. When there are as many ids as values
 * instead, MusicBrainz knows each value as one artist (`Dan Le Sac / Scroobius Pip`), unless one announces a guest: then the ids are incomplete and none is paired.
 */
export const splitArtists = (
  values: readonly string[],
  musicbrainzIds: readonly string[],
  split: ArtistSplitter,
): readonly CreditedArtist[] => {
  const names = values.flatMap(split)
  if (musicbrainzIds.length === 0) return names.map(unidentified)
  if (names.length === musicbrainzIds.length) return paired(names, musicbrainzIds)
  if (values.length === musicbrainzIds.length && !values.some((value) => guest.test(value)))
    return paired(values, musicbrainzIds)
  return names.map(unidentified)
}

const guest = /(?:^|[\s([])(?:feat|ft|featuring)\b/i

const unidentified = (name: string): CreditedArtist => ({ name, musicbrainzId: null })

const paired = (names: readonly string[], ids: readonly string[]): readonly CreditedArtist[] =>
  names.map((name, at) => ({ name, musicbrainzId: ids[at] ?? null }))

const cutAt = (credit: string, marks: RegExp): readonly string[] => {
  const names: string[] = []
  let start = 0
  let opened = ''
  const take = (end: number): void => {
    const piece = credit.slice(start, end).trim()
    const name = opened === '' ? piece : withoutClosing(opened, piece)
    if (name !== '') names.push(name)
  }
  for (const mark of credit.matchAll(marks)) {
    const cut = mark.groups?.cut
    if (cut === undefined) continue
    take(mark.index)
    start = mark.index + cut.length
    opened = cut.includes('(') ? '(' : cut.includes('[') ? '[' : ''
  }
  take(credit.length)
  return names.length === 0 ? [credit.trim()].filter(Boolean) : names
}

/** A piece behind a bracketed separator without the other half of that bracket; brackets of its own stay. */
const withoutClosing = (opened: string, piece: string): string => {
  const closing = opened === '(' ? ')' : ']'
  let depth = 1
  for (let at = 0; at < piece.length; at++) {
    if (piece[at] === opened) depth++
    else if (piece[at] === closing && --depth === 0)
      return `${piece.slice(0, at).trimEnd()}${piece.slice(at + 1)}`.trim()
  }
  return piece
}

const longestFirst = (texts: readonly string[]): string[] =>
  [...new Set(texts)].filter((text) => text.trim() !== '').sort((a, b) => b.length - a.length)

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')

/** One space is looked for where there may be many: names are trimmed, and a pattern that counted them could be made to take quadratic time. */
const separatorSource = (separator: string): string => {
  const body = escaped(separator.trim())
  const isWord = /\p{L}/u.test(body)
  const before = /^\s/.test(separator) ? (isWord ? '[\\s(\\[]' : '\\s') : ''
  // The semicolon of an HTML entity (`Simon &amp; Garfunkel`) ends no name.
  const notEntity = body.startsWith(';') ? '(?<!&(?:amp|quot|apos|lt|gt|nbsp|#\\d{1,6}|#x[\\da-f]{1,5}))' : ''
  return `${before}${notEntity}${body}${/\s$/.test(separator) ? '(?=\\s)' : ''}`
}
