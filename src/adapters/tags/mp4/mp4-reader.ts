import { ScanError } from '../../../core/errors.ts'
import type { AudioFormat } from '../../../core/model/audio-format.ts'
import type { FileReading } from '../../../core/model/file-reading.ts'
import { ByteWindow } from '../byte-window.ts'
import type { NativeReader } from '../native-reader.ts'
import type { Mutable } from '../optional.ts'
import { newTagSink } from '../tag-sink.ts'
import { keyPlaces, mp4AudioKey } from './audio-key.ts'
import { readChapters } from './chapters.ts'
import type { Mp4Codec } from './codec.ts'
import { type TrackLength, trackLength } from './duration.ts'
import { type Gapless, readItemList, readUserText } from './item-list.ts'
import { type AudioTrack, isMp4Start, type Movie, readMovie } from './movie.ts'

/**
 * MP4, M4A, M4B and QuickTime files (ISO/IEC 14496-12 and -14): format and length of the first audio track, tags as iTunes keeps them, chapters.
 * Only the boxes of the index are read, wherever they stand, and of the music what the audio key needs.
 */
export const mp4Reader: NativeReader = {
  specVersion: 'v1',
  name: 'native',
  read({ name, bytes }) {
    const window = new ByteWindow(bytes)
    if (!isMp4Start(window) && !/\.(m4[abprv]|mp4|mov|3g[p2]|qt)$/i.test(name)) return undefined
    const movie = readMovie(window)
    if (movie === undefined) return undefined
    if (movie.audio === undefined) throw new ScanError('FILE_NO_AUDIO', `${name} has no audio track.`)
    return readMusic(window, movie, movie.audio)
  },
}

function readMusic(window: ByteWindow, movie: Movie, { track, codec, ...tables }: AudioTrack): FileReading {
  const fragments = movie.fragments?.count ? movie.fragments : undefined
  const samples = fragments ?? tables.samples
  const places = fragments === undefined ? tables.places : keyPlaces(fragments)
  const sink = newTagSink()
  sink.tags.from('mp4')
  sink.warnings.push(...movie.warnings)
  let gapless: Gapless | undefined
  if (movie.itemLists.length === 0) for (const text of movie.userTexts) readUserText(window, text, sink)
  for (const itemList of movie.itemLists) gapless = readItemList(window, itemList, sink).gapless ?? gapless
  const length = trackLength(movie, track, gapless)
  const format = formatOf(codec, length)
  if (samples && length.codedSeconds) format.bitrate = (samples.totalBytes * 8) / length.codedSeconds
  readChapters(window, movie, sink.tags, format.durationMs)
  const audioKey = places && mp4AudioKey(window, places)
  const reading: Mutable<FileReading> = {
    reader: 'native',
    tags: sink.tags.finish(),
    format,
    pictures: sink.pictures,
    warnings: sink.warnings,
  }
  if (audioKey !== undefined) reading.audioKey = audioKey
  return reading
}

function formatOf(codec: Mp4Codec | undefined, { seconds, delay, padding }: TrackLength): Mutable<AudioFormat> {
  const format: Mutable<AudioFormat> = {
    container: 'mp4',
    codec: codec?.codec ?? 'unknown',
    durationExact: seconds !== undefined,
    lossless: codec?.lossless ?? false,
  }
  if (seconds !== undefined) format.durationMs = seconds * 1000
  if (codec?.profile !== undefined) format.codecProfile = codec.profile
  if (codec?.sampleRate !== undefined) format.sampleRate = codec.sampleRate
  if (codec?.channels !== undefined) format.channels = codec.channels
  if (codec?.bitsPerSample !== undefined) format.bitsPerSample = codec.bitsPerSample
  if (delay !== undefined) format.encoderDelay = delay
  if (padding !== undefined) format.encoderPadding = padding
  return format
}
