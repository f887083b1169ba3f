import type { IAudioMetadata, ICommonTagsResult, IRatio } from 'music-metadata'
import type { TagCollector, TagKind } from '../tag-collector.ts'
import type { TagField } from '../tag-map.ts'

type TextKey = {
  [K in keyof ICommonTagsResult]-?: NonNullable<ICommonTagsResult[K]> extends
    | string
    | number
    | boolean
    | readonly string[]
    ? K
    : never
}[keyof ICommonTagsResult]

/** Fields of music-metadata's `common` that are texts, numbers, flags or lists of them, with ours. */
const fields: readonly (readonly [TextKey, TagField])[] = [
  ['title', 'title'],
  ['artist', 'artist'],
  ['artists', 'artists'],
  ['albumartist', 'albumArtist'],
  ['albumartists', 'albumArtists'],
  ['album', 'album'],
  ['discsubtitle', 'discSubtitle'],
  ['date', 'date'],
  ['year', 'year'],
  ['releasedate', 'releaseDate'],
  ['originaldate', 'originalDate'],
  ['originalyear', 'originalYear'],
  ['genre', 'genre'],
  ['mood', 'mood'],
  ['compilation', 'compilation'],
  ['titlesort', 'titleSort'],
  ['artistsort', 'artistSort'],
  ['albumsort', 'albumSort'],
  ['albumartistsort', 'albumArtistSort'],
  ['composersort', 'composerSort'],
  ['composer', 'composer'],
  ['conductor', 'conductor'],
  ['lyricist', 'lyricist'],
  ['writer', 'writer'],
  ['arranger', 'arranger'],
  ['remixer', 'remixer'],
  ['producer', 'producer'],
  ['engineer', 'engineer'],
  ['mixer', 'mixer'],
  ['djmixer', 'djmixer'],
  ['isrc', 'isrc'],
  ['barcode', 'barcode'],
  ['label', 'label'],
  ['catalognumber', 'catalogNumber'],
  ['asin', 'asin'],
  ['media', 'media'],
  ['releasecountry', 'releaseCountry'],
  ['releasestatus', 'releaseStatus'],
  ['releasetype', 'releaseType'],
  ['subtitle', 'subtitle'],
  ['grouping', 'grouping'],
  ['work', 'work'],
  ['movement', 'movement'],
  ['script', 'script'],
  ['language', 'language'],
  ['copyright', 'copyright'],
  ['license', 'license'],
  ['website', 'website'],
  ['encodedby', 'encodedBy'],
  ['encodersettings', 'encoderSettings'],
  ['bpm', 'bpm'],
  ['key', 'key'],
  ['notes', 'comment'],
  ['musicbrainz_recordingid', 'recordingId'],
  ['musicbrainz_trackid', 'trackId'],
  ['musicbrainz_albumid', 'releaseId'],
  ['musicbrainz_releasegroupid', 'releaseGroupId'],
  ['musicbrainz_workid', 'workId'],
  ['musicbrainz_discid', 'discId'],
  ['musicbrainz_trmid', 'trmId'],
  ['musicbrainz_artistid', 'artistId'],
  ['musicbrainz_albumartistid', 'albumArtistId'],
  ['acoustid_id', 'acoustidId'],
  ['acoustid_fingerprint', 'acoustidFingerprint'],
]

const gains: readonly (readonly ['replaygain_track_gain' | 'replaygain_album_gain', TagField])[] = [
  ['replaygain_track_gain', 'trackGain'],
  ['replaygain_album_gain', 'albumGain'],
]
const peaks: readonly (readonly ['replaygain_track_peak' | 'replaygain_album_peak', TagField])[] = [
  ['replaygain_track_peak', 'trackPeak'],
  ['replaygain_album_peak', 'albumPeak'],
]

/** Kinds of tags as music-metadata names them; ID3 is not among them, since ours is read beside it and believed first. */
const kinds: ReadonlyMap<string, TagKind> = new Map([
  ['matroska', 'matroska'],
  ['APEv2', 'ape'],
  ['vorbis', 'vorbis'],
  ['exif', 'riff'],
  ['asf', 'asf'],
  ['iTunes', 'mp4'],
  ['AIFF', 'aiff'],
])

/** Adds the tags that music-metadata read to those that our own parsers read of the same file. */
export function mapTags({ common, format }: IAudioMetadata, tags: TagCollector): void {
  tags.from(format.tagTypes.map((type) => kinds.get(type)).find((kind) => kind !== undefined) ?? 'id3v1')
  // music-metadata makes lists of single artists, and cuts `AC/DC` in ID3v2.3 in two: where our parsers found the artist, only they tell.
  const known = new Set<TagField>()
  if (tags.has('artist') || tags.has('artists')) known.add('artist').add('artists')
  if (tags.has('albumArtist') || tags.has('albumArtists')) known.add('albumArtist').add('albumArtists')
  for (const [key, field] of fields) {
    if (known.has(field)) continue
    const value = common[key]
    if (Array.isArray(value)) for (const item of value) tags.add(field, String(item))
    else if (typeof value === 'boolean') tags.add(field, value ? '1' : '0')
    else if (value !== undefined) tags.add(field, String(value))
  }
  addPosition(tags, 'trackNumber', 'trackTotal', common.track)
  addPosition(tags, 'discNumber', 'discTotal', common.disk)
  addPosition(tags, 'movementIndex', 'movementTotal', common.movementIndex)
  for (const [key, field] of gains) addNumber(tags, field, common[key], 'dB')
  for (const [key, field] of peaks) addNumber(tags, field, common[key], 'ratio')
  for (const text of common['performer:instrument'] ?? []) tags.addPerformer(text)
  for (const { text } of common.comment ?? []) if (text) tags.add('comment', text)
  for (const { rating } of common.rating ?? []) if (rating !== undefined) tags.addRating(rating)
  addLyrics(common, tags)
  addChapters(format, tags)
}

function addPosition(
  tags: TagCollector,
  field: TagField,
  totalField: TagField,
  position: { no: number | null; of: number | null } | undefined,
): void {
  if (position?.no) tags.add(field, String(position.no))
  if (position?.of) tags.add(totalField, String(position.of))
}

function addNumber(tags: TagCollector, field: TagField, value: IRatio | undefined, part: keyof IRatio): void {
  const number = value?.[part]
  if (number !== undefined && Number.isFinite(number)) tags.add(field, String(number))
}

function addLyrics(common: ICommonTagsResult, tags: TagCollector): void {
  for (const { text, language, descriptor, syncText } of common.lyrics ?? []) {
    // Declared, but absent from what does not carry times.
    const timed: typeof syncText = syncText ?? []
    const lines = timed.flatMap(({ text: line, timestamp }) => {
      return timestamp === undefined ? [] : [{ timeMs: timestamp, text: line }]
    })
    const plain = text ?? timed.map((line) => line.text).join('\n')
    tags.addLyrics(language, descriptor, plain, lines.length === 0 ? undefined : lines)
  }
}

function addChapters({ chapters = [], sampleRate }: IAudioMetadata['format'], tags: TagCollector): void {
  for (const { title, start, end, timeScale, sampleOffset } of chapters) {
    const scale = timeScale === undefined || timeScale === 0 ? 1000 : timeScale
    const startMs = (start / scale) * 1000
    if (Number.isFinite(startMs)) {
      tags.addChapter({ title, startMs, ...(end === undefined ? {} : { endMs: (end / scale) * 1000 }) })
    } else if (sampleOffset !== undefined && sampleRate) {
      tags.addChapter({ title, startMs: (sampleOffset / sampleRate) * 1000 })
    }
  }
}
