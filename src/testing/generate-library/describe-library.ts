import { AAC_FRAME } from './aac.ts'
import { type Album, albums, describeAlbumTrack } from './describe-album.ts'
import { FLAC_BLOCK, flacTail } from './flac.ts'
import { type GeneratedAudio, type GeneratedTrack, LIBRARY_FORMATS, type LibraryFormat } from './generated-track.ts'
import { mp3FrameSamples } from './mp3.ts'
import { OPUS_PACKET, OPUS_PRE_SKIP } from './ogg-opus.ts'
import { VORBIS_PACKET } from './ogg-vorbis.ts'
import { type Random, random } from './random.ts'

/** What a generated library is made of. Equal options give equal libraries. */
export interface LibraryOptions {
  /** How many files, duplicates included. */
  readonly files: number
  /** Default 1. Libraries of different seeds share no audio. */
  readonly seed?: number
  /** The formats, in equal shares, or a share for each. Default: mp3 56, flac 24, m4a 11, ogg 5, opus 4. */
  readonly formats?: readonly LibraryFormat[] | Readonly<Partial<Record<LibraryFormat, number>>>
  /** How many of the files hold the audio of an earlier one, at most half of them. Default 0. */
  readonly duplicates?: number
  /** The share of files with an embedded front cover, 0–1. Default 0.7, and 0 when `tiny`. */
  readonly covers?: number
  /** The size of a cover in bytes. Default 4,096. */
  readonly coverBytes?: number
  /** Files under 2 kB of less than a second, for libraries of a million files. Default `false`. */
  readonly tiny?: boolean
}

const DEFAULT_SHARES = { mp3: 56, flac: 24, m4a: 11, ogg: 5, opus: 4 }
const SAMPLE_RATES = {
  normal: {
    mp3: [44_100, 48_000, 22_050],
    flac: [44_100, 16_000, 48_000],
    m4a: [44_100, 48_000, 22_050],
    ogg: [44_100, 48_000, 22_050],
    opus: [48_000],
  },
  tiny: { mp3: [16_000, 24_000], flac: [8_000, 16_000], m4a: [8_000, 16_000], ogg: [8_000], opus: [48_000] },
} as const

/**
 * The tracks of a library in the order in which they are written, made one at a time: a million of them need no more
 * memory than one.
 * @throws RangeError when a number is out of its range or no format has a share.
 */
export function* describeLibrary(options: LibraryOptions): Generator<GeneratedTrack, void, undefined> {
  const { files, seed = 1, duplicates = 0, tiny = false, covers = tiny ? 0 : 0.7, coverBytes = 4096 } = options
  check(Number.isInteger(files) && files >= 0, 'files must be a whole number')
  check(Number.isInteger(duplicates) && duplicates >= 0 && duplicates <= files / 2, 'duplicates must be 0–files/2')
  check(covers >= 0 && covers <= 1, 'covers must be 0–1')
  const pickFormat = formatPicker(options.formats ?? DEFAULT_SHARES)
  const originals = files - duplicates
  let index = 0
  let made = 0
  for (const album of albums(seed)) {
    for (let position = 0; position < album.tracks && made < originals; position++) {
      const source = random(seed, index, 0xf11e)
      const format = pickFormat(album, position)
      const audio = describeAudio(source, format, { seed, identity: index, tiny })
      const cover = source.chance(covers)
        ? { mime: album.coverMime, bytes: coverBytes, identity: album.number }
        : undefined
      const described = describeAlbumTrack(album, position, { source, format, tiny })
      const track = { ...described, index: index++, audio, durationMs: durationMs(format, audio), cover }
      yield track
      made++
      const owed = Math.floor((made * duplicates) / originals) - Math.floor(((made - 1) * duplicates) / originals)
      if (owed > 0) yield duplicateOf(track, index++)
    }
    if (made >= originals) return
  }
}

function check(condition: boolean, message: string): asserts condition {
  if (!condition) throw new RangeError(message)
}

// The first album cycles through every format, so that small libraries have them all.
const formatPicker = (
  formats: readonly LibraryFormat[] | Readonly<Partial<Record<LibraryFormat, number>>>,
): ((album: Album, position: number) => LibraryFormat) => {
  const share = (format: LibraryFormat): number =>
    isList(formats) ? Number(formats.includes(format)) : (formats[format] ?? 0)
  const chosen = LIBRARY_FORMATS.filter((format) => share(format) > 0)
  const [first] = chosen
  check(first !== undefined, 'formats must name at least one format')
  const total = chosen.reduce((sum, format) => sum + share(format), 0)
  return (album, position) => {
    if (album.number === 0) return chosen[position % chosen.length] ?? first
    let drawn = album.formatDraw * total
    for (const format of chosen) {
      drawn -= share(format)
      if (drawn < 0) return format
    }
    return first
  }
}

const isList = (formats: object): formats is readonly LibraryFormat[] => Array.isArray(formats)

const describeAudio = (
  source: Random,
  format: LibraryFormat,
  { seed, identity, tiny }: { seed: number; identity: number; tiny: boolean },
): GeneratedAudio => {
  const sampleRate = source.pick<number>(SAMPLE_RATES[tiny ? 'tiny' : 'normal'][format])
  const channels = source.chance(tiny ? 0 : 0.6) ? 2 : 1
  const samples = ((tiny ? 200 + source.below(500) : 1000 + source.below(3500)) / 1000) * sampleRate
  return {
    seed,
    identity,
    sampleRate,
    channels,
    blocks: Math.max(2, Math.round(samples / blockSamples(format, sampleRate))),
  }
}

const blockSamples = (format: LibraryFormat, sampleRate: number): number =>
  ({ mp3: mp3FrameSamples(sampleRate), flac: FLAC_BLOCK, m4a: AAC_FRAME, ogg: VORBIS_PACKET, opus: OPUS_PACKET })[
    format
  ]

const durationMs = (format: LibraryFormat, audio: GeneratedAudio): number => {
  const whole = audio.blocks * blockSamples(format, audio.sampleRate)
  const samples = whole + { mp3: 0, flac: flacTail(audio), m4a: 0, ogg: -VORBIS_PACKET, opus: -OPUS_PRE_SKIP }[format]
  return (samples / audio.sampleRate) * 1000
}

// Every other duplicate is a byte-for-byte copy, the others are tagged differently.
const duplicateOf = (track: GeneratedTrack, index: number): GeneratedTrack => {
  const common = { index, duplicateOf: track.path }
  if (index % 2 === 0) return { ...track, ...common, path: `Copies/${track.path}` }
  return {
    ...track,
    ...common,
    path: `Unsorted/${Math.floor(index / 1000)}/${index}.${track.format}`,
    title: `Untitled ${index}`,
    album: 'Unsorted',
    albumArtist: track.artist,
    albumArtistIds: [],
    compilation: false,
    releaseId: undefined,
    recordingId: undefined,
    isrc: undefined,
    cover: undefined,
  }
}
