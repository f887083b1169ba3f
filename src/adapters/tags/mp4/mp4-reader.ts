import { ScanError } from '../../../core/errors.ts'
import type { FileReading } from '../../../core/model/file-reading.ts'
import type { TagReader, TagReaderInput } from '../../../core/ports/tag-reader.ts'
import { ByteWindow } from '../byte-window.ts'
import { optional } from '../optional.ts'
import { newTagSink } from '../tag-sink.ts'
import { mp4AudioKey } from './audio-key.ts'
import { readChapters } from './chapters.ts'
import { readCodec } from './codec.ts'
import { trackLength } from './duration.ts'
import { type Gapless, readItemList } from './item-list.ts'
import { isMp4Start, type Movie, readMovie } from './movie.ts'
import { tableSamples } from './samples.ts'
import type { Mp4Track } from './track.ts'

/**
 * MP4, M4A, M4B and QuickTime files (ISO/IEC 14496-12 and -14): format and length of the first audio track, tags as iTunes keeps them, chapters.
 * Only the boxes of the index are read, wherever they stand, and of the music what the audio key needs.
 */
export const mp4Reader: TagReader & { read(input: TagReaderInput): FileReading | undefined } = {
  specVersion: 'v1',
  name: 'native',
  read({ name, bytes }) {
    const window = new ByteWindow(bytes)
    if (!isMp4Start(window) && !/\.(m4[abprv]|mp4|mov|3g[p2]|qt)$/i.test(name)) return undefined
    const movie = readMovie(window)
    if (movie === undefined) return undefined
    if (movie.audio === undefined) throw new ScanError('FILE_NO_AUDIO', `${name} has no audio track.`)
    return readTrack(window, movie, movie.audio)
  },
}

function readTrack(window: ByteWindow, movie: Movie, track: Mp4Track): FileReading {
  const samples = movie.fragments?.count ? movie.fragments : tableSamples(window, track.tables)
  const codec = track.tables.stsd && readCodec(window, track.tables.stsd)
  const sink = newTagSink()
  sink.tags.from('mp4')
  sink.warnings.push(...movie.warnings)
  let gapless: Gapless | undefined
  for (const itemList of movie.itemLists) gapless = readItemList(window, itemList, sink).gapless ?? gapless
  const { seconds, codedSeconds, delay, padding } = trackLength(movie, track, gapless)
  const durationMs = seconds === undefined ? undefined : seconds * 1000
  readChapters(window, movie, sink.tags, durationMs)
  const bitrate = samples && codedSeconds ? (samples.totalBytes * 8) / codedSeconds : undefined
  return {
    reader: 'native',
    format: {
      container: 'mp4',
      codec: codec?.codec ?? 'unknown',
      ...optional('codecProfile', codec?.profile),
      ...optional('durationMs', durationMs),
      durationExact: durationMs !== undefined,
      ...optional('bitrate', bitrate),
      ...optional('sampleRate', codec?.sampleRate),
      ...optional('channels', codec?.channels),
      ...optional('bitsPerSample', codec?.bitsPerSample),
      lossless: codec?.lossless ?? false,
      ...optional('encoderDelay', delay),
      ...optional('encoderPadding', padding),
    },
    tags: sink.tags.finish(),
    pictures: sink.pictures,
    ...optional('audioKey', samples && mp4AudioKey(window, samples)),
    warnings: sink.warnings,
  }
}
