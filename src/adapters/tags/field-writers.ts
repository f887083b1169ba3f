import type { MusicBrainzIds, ReplayGain, TrackTags } from '../../core/model/track-tags.ts'
import type { TagField } from './tag-map.ts'
import { parseCount, parseDecimal, parseFlag, parseIds, parsePosition } from './tag-values.ts'

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

/** {@link TrackTags} while they are made. */
export interface TagsDraft extends Omit<Mutable<TrackTags>, 'musicbrainz' | 'replayGain'> {
  musicbrainz?: Mutable<MusicBrainzIds>
  replayGain?: Mutable<ReplayGain>
}

type KeysOf<T, V> = {
  [K in keyof T]-?: NonNullable<T[K]> extends V ? (V extends NonNullable<T[K]> ? K : never) : never
}[keyof T]
type TextKey = KeysOf<TrackTags, string>
type ListKey = KeysOf<TrackTags, readonly string[]>
type CountKey = KeysOf<TrackTags, number>

/** Puts the values of one field (never none) into the tags. */
type FieldWriter = (draft: TagsDraft, values: string[]) => void

/** R128 gains are relative to −23 LUFS, ReplayGain 2.0 to −18 (RFC 7845 §5.2.1). */
const r128ToReplayGainDb = 5

/** ISO 3901: twelve characters. */
const isrcLength = 12

function last(values: readonly string[]): string {
  return values[values.length - 1] ?? ''
}

function text(key: TextKey): FieldWriter {
  return (draft, values) => {
    draft[key] = last(values)
  }
}

function list(key: ListKey): FieldWriter {
  return (draft, values) => {
    draft[key] = values.length === 1 ? values : [...new Set(values)]
  }
}

/** A number that may bring its total (`3/12`); a total with a tag of its own is preferred, whichever comes first. */
function position(key: CountKey, totalKey: CountKey): FieldWriter {
  return (draft, values) => {
    const { number, total } = parsePosition(last(values))
    if (number !== undefined) draft[key] = number
    if (total !== undefined) draft[totalKey] ??= total
  }
}

function count(key: CountKey): FieldWriter {
  return (draft, values) => {
    const number = parseCount(last(values))
    if (number !== undefined) draft[key] = number
  }
}

function id(key: KeysOf<MusicBrainzIds, string>): FieldWriter {
  return (draft, values) => {
    draft.musicbrainz ??= {}
    draft.musicbrainz[key] = parseIds(last(values))[0] ?? last(values)
  }
}

function ids(key: KeysOf<MusicBrainzIds, readonly string[]>): FieldWriter {
  return (draft, values) => {
    draft.musicbrainz ??= {}
    draft.musicbrainz[key] = [...new Set(values.flatMap(parseIds))]
  }
}

function gain(key: keyof ReplayGain): FieldWriter {
  return (draft, values) => {
    const number = parseDecimal(last(values))
    // Beyond ±200 dB, or a peak of 10⁶, a value is damage and not loudness.
    if (number === undefined || Math.abs(number) > 200) return
    draft.replayGain ??= {}
    draft.replayGain[key] = number
  }
}

/** Q7.8 fixed point, for files that have no ReplayGain (RFC 7845 §5.2.1). */
function r128(key: 'trackGainDb' | 'albumGainDb'): FieldWriter {
  return (draft, values) => {
    const fixed = Number.parseInt(last(values), 10)
    if (!(fixed >= -32768 && fixed <= 32767)) return
    draft.replayGain ??= {}
    draft.replayGain[key] ??= fixed / 256 + r128ToReplayGainDb
  }
}

/** How each field is written; those that need more than their own values are written by the collector. */
export const fieldWriters: { readonly [F in TagField]?: FieldWriter } = {
  title: text('title'),
  album: text('album'),
  trackNumber: position('trackNumber', 'trackTotal'),
  trackTotal: count('trackTotal'),
  discNumber: position('discNumber', 'discTotal'),
  discTotal: count('discTotal'),
  discSubtitle: text('discSubtitle'),
  genre: list('genres'),
  mood: list('moods'),
  compilation: (draft, values) => {
    const flag = parseFlag(last(values))
    if (flag !== undefined) draft.compilation = flag
  },
  titleSort: text('titleSort'),
  artistSort: text('artistSort'),
  albumSort: text('albumSort'),
  albumArtistSort: text('albumArtistSort'),
  composerSort: text('composerSort'),
  isrc: (draft, values) => {
    // No ISRC holds a separator, so taggers that had to flatten several can be undone.
    const isrcs = new Set<string>()
    for (const value of values) {
      if (value.length === isrcLength) isrcs.add(value)
      else for (const part of value.split(/[/;,]/)) if (part.trim() !== '') isrcs.add(part.trim())
    }
    if (isrcs.size > 0) draft.isrcs = [...isrcs]
  },
  barcode: text('barcode'),
  label: list('labels'),
  catalogNumber: list('catalogNumbers'),
  asin: text('asin'),
  media: text('media'),
  releaseCountry: text('releaseCountry'),
  releaseStatus: text('releaseStatus'),
  releaseType: list('releaseTypes'),
  edition: text('edition'),
  subtitle: text('subtitle'),
  grouping: text('grouping'),
  work: text('work'),
  movement: text('movement'),
  movementIndex: position('movementIndex', 'movementTotal'),
  movementTotal: count('movementTotal'),
  script: text('script'),
  language: list('languages'),
  copyright: text('copyright'),
  license: text('license'),
  website: text('website'),
  encodedBy: text('encodedBy'),
  encoderSettings: text('encoderSettings'),
  comment: list('comments'),
  bpm: (draft, values) => {
    const bpm = parseDecimal(last(values))
    if (bpm !== undefined && bpm > 0 && bpm < 10_000) draft.bpm = bpm
  },
  key: text('key'),
  recordingId: id('recordingId'),
  trackId: id('trackId'),
  releaseId: id('releaseId'),
  releaseGroupId: id('releaseGroupId'),
  workId: id('workId'),
  discId: id('discId'),
  trmId: id('trmId'),
  artistId: ids('artistIds'),
  albumArtistId: ids('albumArtistIds'),
  acoustidId: (draft, values) => {
    draft.acoustidId = parseIds(last(values))[0] ?? last(values)
  },
  acoustidFingerprint: text('acoustidFingerprint'),
  trackGain: gain('trackGainDb'),
  trackPeak: gain('trackPeak'),
  albumGain: gain('albumGainDb'),
  albumPeak: gain('albumPeak'),
  r128TrackGain: r128('trackGainDb'),
  r128AlbumGain: r128('albumGainDb'),
}
