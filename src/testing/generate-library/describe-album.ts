import type { GeneratedTrack, LibraryFormat, Mp3TagStyle } from './generated-track.ts'
import { albumTitle, artistName, fileName, GENRES, trackTitle } from './names.ts'
import { type Random, random, uuid } from './random.ts'

const VARIOUS_ARTISTS = { name: 'Various Artists', id: '89ad4ac3-39f7-470e-963a-56509c546377' }
const ALBUMS_PER_ARTIST = 2.5

interface Artist {
  readonly name: string
  readonly id: string | undefined
}

/** An album of the generated library, the frame of its tracks. */
export interface Album {
  readonly seed: number
  readonly number: number
  readonly artistNumber: number
  readonly albumArtist: Artist
  readonly title: string
  readonly compilation: boolean
  readonly tracks: number
  readonly tracksPerDisc: number
  readonly discs: number
  readonly date: string
  readonly genres: readonly [string, ...string[]]
  readonly releaseId: string | undefined
  readonly gain: number | undefined
  readonly coverMime: 'image/jpeg' | 'image/png'
  /** In `[0, 1)`: which format the whole album has. */
  readonly formatDraw: number
}

/** Albums without end: 8–16 tracks, every twentieth a compilation, some on two discs. */
export function* albums(seed: number): Generator<Album, never, undefined> {
  for (let number = 0; ; number++) yield describeAlbum(seed, number)
}

const artist = (seed: number, number: number): Artist => ({
  name: artistName(seed, number),
  id: number % 10 < 7 ? uuid(random(seed, number, 0xa27)) : undefined,
})

const describeAlbum = (seed: number, number: number): Album => {
  const source = random(seed, number, 0xa1b)
  const artistNumber = Math.floor(number / ALBUMS_PER_ARTIST)
  const ordinal = number - Math.ceil(artistNumber * ALBUMS_PER_ARTIST)
  const compilation = number % 20 === 7
  const albumArtist = compilation ? VARIOUS_ARTISTS : artist(seed, artistNumber)
  const discs = source.chance(0.1) ? 2 : 1
  const tracks = 8 + source.below(9)
  const year = String(1958 + source.below(68))
  const day = `-${pad(1 + source.below(12))}-${pad(1 + source.below(28))}`
  const genre = source.pick(GENRES)
  return {
    seed,
    number,
    artistNumber,
    albumArtist,
    title: compilation ? albumTitle(seed, -1, Math.floor(number / 20)) : albumTitle(seed, artistNumber, ordinal),
    compilation,
    tracks,
    tracksPerDisc: Math.ceil(tracks / discs),
    discs,
    date: source.chance(0.6) ? year + day : year,
    genres: source.chance(0.3)
      ? ([...new Set<string>([genre, source.pick(GENRES)])] as [string, ...string[]])
      : [genre],
    releaseId: albumArtist.id === undefined ? undefined : uuid(source),
    gain: source.chance(0.6) ? -source.below(1400) / 100 : undefined,
    coverMime: source.chance(0.75) ? 'image/jpeg' : 'image/png',
    formatDraw: source.next() / 2 ** 32,
  }
}

const pad = (value: number): string => String(value).padStart(2, '0')

/** All of a track that does not depend on its audio. */
export const describeAlbumTrack = (
  album: Album,
  position: number,
  { source, format, tiny }: { source: Random; format: LibraryFormat; tiny: boolean },
): Omit<GeneratedTrack, 'index' | 'audio' | 'durationMs' | 'cover'> => {
  const credit = describeCredit(album, source)
  const mp3Tags = mp3TagStyle(source, tiny)
  // ID3v2.3 has no agreed way to write several values.
  const artists = format === 'mp3' && mp3Tags.id3v2 === 3 ? credit.artists.slice(0, 1) : credit.artists
  const single = format === 'mp3' && mp3Tags.id3v2 === 3
  const title = trackTitle(album.seed, album.number, position)
  const discNumber = 1 + Math.floor(position / album.tracksPerDisc)
  const trackNumber = 1 + (position % album.tracksPerDisc)
  const rich = !tiny && album.releaseId !== undefined
  return {
    path: trackPath(album, { title, trackNumber, discNumber, format }),
    format,
    title,
    artist: artists.length > 1 ? artists.map(({ name }) => name).join(credit.joint) : (artists[0]?.name ?? ''),
    artists: artists.map(({ name }) => name),
    albumArtist: album.albumArtist.name,
    album: album.title,
    trackNumber,
    trackTotal: Math.min(album.tracksPerDisc, album.tracks - (discNumber - 1) * album.tracksPerDisc),
    discNumber,
    discTotal: album.discs,
    date: album.date,
    genres: single ? album.genres.slice(0, 1) : album.genres,
    composer: source.chance(0.2) ? artistName(album.seed, source.below(64)) : undefined,
    compilation: album.compilation,
    isrc: rich && source.chance(0.5) ? `QZSQB${String(source.below(1e7)).padStart(7, '0')}` : undefined,
    recordingId: rich ? uuid(source) : undefined,
    releaseId: tiny ? undefined : album.releaseId,
    artistIds: rich ? known(artists) : [],
    albumArtistIds: rich ? known([album.albumArtist]) : [],
    trackGain:
      album.gain === undefined || tiny ? undefined : Math.round((album.gain + source.below(400) / 100) * 100) / 100,
    albumGain: tiny ? undefined : album.gain,
    mp3Tags,
    duplicateOf: undefined,
  }
}

// Ids of only some of the artists would not say whose they are.
const known = (artists: readonly Artist[]): string[] => {
  const ids = artists.flatMap(({ id }) => (id === undefined ? [] : [id]))
  return ids.length === artists.length ? ids : []
}

const describeCredit = (album: Album, source: Random): { artists: Artist[]; joint: string } => {
  const main = artist(album.seed, album.compilation ? source.below(album.artistNumber + 12) : album.artistNumber)
  const guest = artist(album.seed, source.below(album.artistNumber + 12))
  const joint = source.pick([' feat. ', ' & ', ' feat. ', ' x '])
  const together = source.chance(0.15) && guest.name !== main.name
  return { artists: together ? [main, guest] : [main], joint }
}

const mp3TagStyle = (source: Random, tiny: boolean): Mp3TagStyle => ({
  id3v2: source.chance(0.45) ? 3 : 4,
  id3v1: source.chance(0.25),
  ape: source.chance(0.08) && !tiny,
})

const trackPath = (
  album: Album,
  track: { title: string; trackNumber: number; discNumber: number; format: LibraryFormat },
): string => {
  const disc = album.discs > 1 ? `CD${track.discNumber}/` : ''
  const name = `${pad(track.trackNumber)} ${track.title}`
  return `${fileName(album.albumArtist.name)}/${fileName(album.title)}/${disc}${fileName(name)}.${track.format}`
}
