import { random } from './random.ts'

const FIRST = [
  'Silver',
  'Nørd',
  'Café',
  'Midnight',
  'Paper',
  'Glass',
  'Ölsk',
  'Electric',
  'Hollow',
  'Señor',
  'Amber',
  'Ghost',
  'Łódź',
  'Copper',
  'Velvet',
  'Winter',
] as const
const SECOND = [
  'Harbour',
  'Foxes',
  'Orchestra',
  'Machine',
  'Garden',
  'Brüder',
  'Satellites',
  'Étoiles',
  'Parade',
  'Choir',
  'Tigers',
  'Rivers',
  'Quartet',
  'Signal',
  'Society',
  'Mañana',
] as const
const WHOLE = [
  '夜の光',
  '宇多田ヒカル',
  '王菲',
  '방탄',
  'Земфира',
  'Ελευθερία',
  'Sigur Rós',
  'Björk',
  'AC/DC',
  'Tyler, The Creator',
  'Earth, Wind & Fire',
  'Simon & Garfunkel',
  '🦊 Fox & 🐻',
  'فيروز',
  'עברי',
  'P!nk',
] as const
const OPENING = [
  'Blue',
  'Lost',
  'Another',
  'Running',
  'Été',
  'Last',
  'Golden',
  'Silent',
  '夏の',
  'Broken',
  'Über',
  'Tiny',
  'Northern',
  'Slow',
  'Über-',
  'Wild',
] as const
const NOUN = [
  'Light',
  'Road',
  'River',
  'Letter',
  'Machine',
  'Dance',
  'Morning',
  '海',
  'Fire',
  'Memory',
  'Étude',
  'Window',
  'Summer',
  'Train',
  'Heart',
  'Ocean',
  'Ghost',
  'Song',
  'Планета',
  'Rain 🌧',
] as const
const FORM = ['Live at the Barn', 'Sessions', 'EP', 'Deluxe Edition', 'Stories', 'Vol. 2', 'Suite', 'Remixes'] as const

export const GENRES = [
  'Rock',
  'Electronic',
  'Jazz',
  'Classical',
  'Hip-Hop',
  'Folk',
  'Metal',
  'Ambient',
  'Pop',
  'Soul',
  'Post-Punk',
  'Bossa Nova',
  'R&B',
  'Drum and Bass',
  'シティポップ',
  'Chanson française',
] as const

const at = (words: readonly string[], index: number): string => words[index % words.length] ?? ''

/** The name of the n-th artist; no two are alike. Every eighth is out of a list of awkward ones. */
export const artistName = (seed: number, artist: number): string => {
  const list = Math.floor(artist / 8)
  if (artist % 8 === 5 && list < WHOLE.length) return at(WHOLE, list + seed)
  const shuffled = artist * 7 + seed
  const first = at(FIRST, shuffled)
  const second = at(SECOND, Math.floor(shuffled / FIRST.length))
  const round = Math.floor(shuffled / (FIRST.length * SECOND.length))
  return round === 0 ? `${first} ${second}` : `${first} ${second} ${round + 1}`
}

/** A title for the n-th album of one artist; no two albums of an artist share one. */
export const albumTitle = (seed: number, artist: number, ordinal: number): string => {
  const source = random(seed, artist, 0xa1b)
  const opening = at(OPENING, source.below(OPENING.length) + ordinal)
  const noun = at(NOUN, source.below(NOUN.length) + Math.floor(ordinal / OPENING.length))
  const form = source.chance(0.2) ? ` (${source.pick(FORM)})` : ''
  const round = Math.floor(ordinal / (OPENING.length * NOUN.length))
  return `${opening} ${noun}${form}${round === 0 ? '' : ` ${round + 1}`}`
}

/** A track's title. */
export const trackTitle = (seed: number, album: number, track: number): string => {
  const source = random(seed, album, 0x717)
  const shift = source.below(OPENING.length * NOUN.length) + track * 3
  const title = `${at(OPENING, shift)} ${at(NOUN, Math.floor(shift / OPENING.length) + track)}`
  return track % 9 === 4 ? `${title} / ${at(NOUN, shift + 1)}?` : title
}

/** A file or folder name: what Windows or SMB shares refuse becomes `_`, as taggers do it. */
export const fileName = (name: string): string => name.replace(/[<>:"/\\|?*]/g, '_').replace(/[. ]+$/, '_')
