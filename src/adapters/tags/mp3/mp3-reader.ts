import { ScanError } from '../../../core/errors.ts'
import type { AudioFormat } from '../../../core/model/audio-format.ts'
import type { FileReading } from '../../../core/model/file-reading.ts'
import type { ByteSource } from '../../../core/ports/byte-source.ts'
import { apeFooter, apeFooterBytes, readApeItems } from '../ape/apev2.ts'
import { audioKey } from '../audio-key.ts'
import { readId3v2 } from '../id3/id3v2.ts'
import type { NativeReader } from '../native-reader.ts'
import { newTagSink, type TagSink } from '../tag-sink.ts'
import { type FirstFrame, findFirstFrame, glanceBytes } from './first-frame.ts'
import { mpegFrame } from './frame-header.ts'
import { type InfoFrame, infoFrame } from './info-frame.ts'
import { isOtherFormat } from './other-formats.ts'
import { readTrailingTags } from './trailing-tags.ts'

const keyRule = 'mp3.1'
const id3HeaderBytes = 10

/** How much is looked at to tell a constant from a variable bit rate in a stream without an info frame. */
const sampledBytes = 32 * 1024

/** MPEG-1, 2 and 2.5 audio, layers I to III, with ID3v2, ID3v1, APEv2 and Lyrics3 tags. */
export const mp3Reader: NativeReader = {
  specVersion: 'v1',
  name: 'native',
  read({ name, bytes }) {
    const sink = newTagSink()
    const leading = readLeadingTags(bytes, sink)
    const { audioStart } = leading
    if (isOtherFormat(bytes.view(audioStart, 16))) return undefined
    const beforeTrailer = leading.tagged || looksLikeMpeg(bytes, audioStart, name)
    if (!beforeTrailer) return undefined
    const audioEnd = readTrailingTags(bytes, audioStart, sink)
    const first = findFirstFrame(bytes, audioStart, audioEnd)
    if (first === undefined) {
      if (!isMpegName(name)) return undefined
      throw new ScanError('FILE_NO_AUDIO', `No MPEG audio was found in ${name}.`)
    }
    return readStream(bytes, first, audioEnd, leading.itunesGapless, sink)
  },
}

function readLeadingTags(bytes: ByteSource, sink: TagSink) {
  let audioStart = 0
  let itunesGapless: string | undefined
  // Careless taggers put a second tag before or behind the first.
  for (let tags = 0; tags < 4 && audioStart < bytes.size; tags++) {
    const tag = readId3v2(bytes, audioStart, sink)
    if (tag === undefined) break
    // A tag that claims to be longer than the file does not say where the audio begins: it is searched behind the tag's header.
    audioStart = tag.end < bytes.size ? tag.end : audioStart + id3HeaderBytes
    itunesGapless ??= tag.itunesGapless
  }
  const header = apeFooter(bytes.view(audioStart, apeFooterBytes), 0)
  if (header !== undefined && audioStart + apeFooterBytes + header.size <= bytes.size) {
    const itemsAt = audioStart + apeFooterBytes
    readApeItems(bytes, itemsAt, itemsAt + header.size - apeFooterBytes, header, sink)
    audioStart = itemsAt + header.size
  }
  return { audioStart: Math.min(audioStart, bytes.size), itunesGapless, tagged: audioStart > 0 }
}

/** Whether it is worth looking for frames in a file that does not begin with a tag: it begins with one, or is named as if. */
function looksLikeMpeg(bytes: ByteSource, at: number, name: string): boolean {
  return mpegFrame(bytes.view(at, 4), 0) !== undefined || isMpegName(name)
}

function isMpegName(name: string): boolean {
  return /\.(mp[123a]|mpga)$/i.test(name)
}

function readStream(
  bytes: ByteSource,
  { position, frame }: FirstFrame,
  audioEnd: number,
  itunesGapless: string | undefined,
  sink: TagSink,
): FileReading {
  const look = bytes.view(position, Math.min(audioEnd - position, glanceBytes))
  const info = infoFrame(look, 0, frame)
  const payloadStart = info === undefined ? position : Math.min(audioEnd, position + frame.size)
  const firstSound = info === undefined ? frame : (mpegFrame(look, frame.size) ?? frame)
  const encoder = info?.encoder
  const length = audioEnd - position
  const measured = measure(bytes, position, audioEnd, frame, firstSound.bitrate || frame.bitrate, info)
  if (info?.bytes !== undefined && info.bytes > length * 1.02 + 1024) {
    sink.warnings.push('The file is shorter than its header says; it may be cut off.')
  }
  const gapless = info?.delay === undefined ? parseItunesGapless(itunesGapless) : undefined
  const delay = info?.delay ?? gapless?.delay
  const padding = info?.padding ?? gapless?.padding
  const format: AudioFormat = {
    container: 'mp3',
    codec: `mp${frame.layer}`,
    ...(measured.profile === undefined ? {} : { codecProfile: measured.profile }),
    durationMs: measured.durationMs,
    durationExact: measured.exact,
    bitrate: measured.bitrate,
    sampleRate: frame.sampleRate,
    channels: frame.channels,
    lossless: false,
    ...(delay === undefined ? {} : { encoderDelay: delay }),
    ...(padding === undefined ? {} : { encoderPadding: padding }),
    ...(encoder === undefined ? {} : { encoder }),
  }
  const key = audioKey(keyRule, bytes, [{ offset: payloadStart, length: audioEnd - payloadStart }])
  return {
    reader: 'native',
    tags: sink.tags.finish(),
    format,
    pictures: sink.pictures,
    ...(key === undefined ? {} : { audioKey: key }),
    warnings: sink.warnings,
  }
}

interface Measured {
  readonly durationMs: number
  readonly exact: boolean
  readonly bitrate: number
  readonly profile: string | undefined
}

/** Duration and bit rate: from the count of frames where an info frame has it, else from the size and the bit rates of the first frames. */
function measure(
  bytes: ByteSource,
  position: number,
  audioEnd: number,
  frame: FirstFrame['frame'],
  bitrate: number,
  info: InfoFrame | undefined,
): Measured {
  const length = audioEnd - position
  if (info?.frames !== undefined) {
    const durationMs = (info.frames * frame.samples * 1000) / frame.sampleRate
    const mean = info.profile === 'CBR' ? bitrate : (length * 8000) / durationMs
    return { durationMs, exact: true, bitrate: mean, profile: info.profile }
  }
  const mean =
    info?.profile === 'CBR' ? bitrate : meanBitrate(bytes.view(position, Math.min(length, sampledBytes)), frame)
  const sound = info === undefined ? length : Math.max(0, length - frame.size)
  // Sound comes in whole frames.
  const frames = Math.round((sound * 8 * frame.sampleRate) / (mean * frame.samples))
  const durationMs = (frames * frame.samples * 1000) / frame.sampleRate
  return { durationMs, exact: false, bitrate: mean, profile: mean === bitrate ? 'CBR' : 'VBR' }
}

/** The mean of the bit rates of the frames in the bytes; of a constant stream that rate. */
function meanBitrate(bytes: Uint8Array, frame: FirstFrame['frame']): number {
  let sum = 0
  let frames = 0
  for (let at = 0; ; ) {
    const next = mpegFrame(bytes, at)
    if (next === undefined || next.size === 0) break
    sum += next.bitrate
    frames++
    at += next.size
  }
  return frames === 0 ? frame.bitrate : sum / frames
}

/** ` 00000000 00000210 000007C0 0000000000A1B2C3 …`: reserved, delay, padding, samples (iTunes). */
function parseItunesGapless(comment: string | undefined): { delay: number; padding: number } | undefined {
  const match = comment === undefined ? null : /^\s?[0-9A-F]{8} ([0-9A-F]{8}) ([0-9A-F]{8}) /i.exec(comment)
  if (!match?.[1] || !match[2]) return undefined
  return { delay: Number.parseInt(match[1], 16), padding: Number.parseInt(match[2], 16) }
}
