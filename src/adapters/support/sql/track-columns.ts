import type { TrackFacts } from '../../../core/model/track.ts'

/** The facts that are columns of `tracks` under their own name in snake case; the others are links, JSON, or parts of the path. */
export const factColumns = [
  'path',
  'diskPath',
  'size',
  'mtimeUs',
  'ctimeUs',
  'audioKey',
  'title',
  'sortTitle',
  'artist',
  'albumArtist',
  'album',
  'discNumber',
  'discTotal',
  'discSubtitle',
  'trackNumber',
  'trackTotal',
  'date',
  'originalDate',
  'year',
  'compilation',
  'durationMs',
  'durationExact',
  'container',
  'codec',
  'codecProfile',
  'bitrate',
  'sampleRate',
  'channels',
  'bitsPerSample',
  'lossless',
  'encoderDelay',
  'encoderPadding',
  'replaygainTrackGain',
  'replaygainTrackPeak',
  'replaygainAlbumGain',
  'replaygainAlbumPeak',
  'isrc',
  'musicbrainzRecordingId',
  'musicbrainzTrackId',
  'musicbrainzReleaseId',
  'musicbrainzReleaseGroupId',
  'bpm',
  'key',
  'hasLyrics',
  'hasSyncedLyrics',
  'quality',
  'reader',
] as const satisfies readonly (keyof TrackFacts)[]

/** One of {@link factColumns}. */
export type FactColumn = (typeof factColumns)[number]

/** The facts among {@link factColumns} that are truth values: SQLite keeps them as 0 and 1. */
export const booleanFacts: ReadonlySet<FactColumn> = new Set([
  'compilation',
  'durationExact',
  'lossless',
  'hasLyrics',
  'hasSyncedLyrics',
])

/** `mtimeUs` → `mtime_us`. */
export const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
