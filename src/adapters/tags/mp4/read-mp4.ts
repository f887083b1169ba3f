import type { FileReading } from '../../../core/model/file-reading.ts'
import type { TagReaderInput } from '../../../core/ports/tag-reader.ts'
import { ByteWindow } from '../byte-window.ts'
import { optional } from '../optional.ts'
import { newTagSink } from '../tag-sink.ts'
import { mp4AudioKey } from './audio-key.ts'
import { readChapters } from './chapters.ts'
import { readCodec } from './codec.ts'
import { trackLength } from './duration.ts'
import { type Gapless, readItemList } from './item-list.ts'
import { readMovie } from './movie.ts'
import { tableSamples } from './samples.ts'

/**
 * Reads MP4, M4A, M4B and QuickTime files (ISO/IEC 14496-12 and -14): format and length of the first audio track, tags as iTunes keeps them, chapters.
 * Only the boxes of the index are read, wherever they stand, and of the music what the audio key needs. `undefined` for a file without index or audio.
 */
export function readMp4({ bytes }: TagReaderInput): FileReading | undefined {
  const window = new ByteWindow(bytes)
  const movie = readMovie(window)
  const track = movie?.audio
  if (movie === undefined || track === undefined) return undefined
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
