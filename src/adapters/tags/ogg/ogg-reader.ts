import type { AudioFormat } from '../../../core/model/audio-format.ts'
import type { FileReading } from '../../../core/model/file-reading.ts'
import { keyWindowBytes } from '../audio-key.ts'
import { ByteWindow } from '../byte-window.ts'
import type { NativeReader } from '../native-reader.ts'
import type { Mutable } from '../optional.ts'
import { newTagSink, type TagSink } from '../tag-sink.ts'
import { oggAudioKey, readOpening } from './audio-key.ts'
import type { OggCodec } from './codec.ts'
import { lastPages } from './last-pages.ts'
import { packetClock } from './packet-duration.ts'
import type { PacketReader } from './packet-reader.ts'
import { type OggPage, readPage } from './page.ts'
import { type OggStream, readStream } from './stream.ts'

/** Links of a chain whose lengths are added up: an evening of radio. */
const mostLinks = 256

/**
 * Ogg files of Vorbis, Opus, Speex or FLAC (RFC 3533, Vorbis I, RFC 7845, RFC 9639 §10). Tags are those of the first stream of music, its length is the
 * granule position of its last page, and links that follow it in a chain count too.
 */
export const oggReader: NativeReader = {
  specVersion: 'v1',
  name: 'native',
  read({ bytes }) {
    const window = new ByteWindow(bytes)
    const sink = newTagSink()
    sink.tags.from('vorbis')
    const stream = readStream(window, 0, sink)
    return stream === undefined ? undefined : readLength(window, stream, sink)
  },
}

function readLength(window: ByteWindow, stream: OggStream, sink: TagSink): FileReading {
  const { codec, audio } = stream
  const start = audioStart(audio)
  const opening = codec.md5 === undefined ? readOpening(audio, packetClock(codec, stream.modes)) : undefined
  const pages = lastPages(window, audio.page.serial, start, keyWindowBytes)
  const lastGranule = lastGranuleOf(pages)
  const end = pages.at(-1)?.end ?? start
  const format = formatOf(stream, lastGranule !== undefined)
  let audioKey = codec.md5 === undefined ? undefined : `flac.1:${codec.md5}`
  if (lastGranule === undefined) sink.warnings.push('No page tells how long the stream is.')
  else {
    const seconds = secondsOf(codec, lastGranule)
    format.durationMs = (seconds + secondsOfLinks(window, end)) * 1000
    if (codec.nominalBitrate === undefined && seconds > 0) format.bitrate = ((end - start) * 8) / seconds
    if (opening !== undefined) {
      audioKey = oggAudioKey(window, { start: audio, startPosition: start, lastPages: pages, lastGranule, opening })
    }
  }
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

/** Audio begins on a page of its own (Vorbis I §A.2, RFC 7845 §3); where it does not, on the last page of the headers. */
function audioStart({ page, atPageEnd }: PacketReader): number {
  return atPageEnd ? page.end : page.position
}

function formatOf({ codec, comment }: OggStream, durationExact: boolean): Mutable<AudioFormat> {
  const format: Mutable<AudioFormat> = { container: 'ogg', codec: codec.codec, durationExact, lossless: codec.lossless }
  const encoder = comment?.encoder ?? comment?.vendor
  if (codec.sampleRate !== undefined) format.sampleRate = codec.sampleRate
  if (codec.channels !== undefined) format.channels = codec.channels
  if (codec.bitsPerSample !== undefined) format.bitsPerSample = codec.bitsPerSample
  if (codec.nominalBitrate !== undefined) format.bitrate = codec.nominalBitrate
  if (codec.preSkip > 0) format.encoderDelay = codec.preSkip
  if (encoder) format.encoder = encoder
  return format
}

function lastGranuleOf(pages: readonly OggPage[]): number | undefined {
  return pages.findLast((page) => page.granule >= 0)?.granule
}

function secondsOf(codec: OggCodec, granule: number): number {
  return Math.max(0, granule - codec.preSkip) / codec.granuleRate
}

/** How long the links last that follow in a chain (RFC 3533 §4). */
function secondsOfLinks(window: ByteWindow, position: number): number {
  let seconds = 0
  let at = position
  for (let link = 0; link < mostLinks && readPage(window, at)?.first === true; link++) {
    const stream = readStream(window, at, undefined)
    if (stream === undefined) break
    const pages = lastPages(window, stream.audio.page.serial, audioStart(stream.audio), 0)
    const granule = lastGranuleOf(pages)
    if (granule !== undefined) seconds += secondsOf(stream.codec, granule)
    at = pages.at(-1)?.end ?? window.size
  }
  return seconds
}
