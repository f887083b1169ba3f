import { ScanError } from '../../../core/errors.ts'
import type { AudioFormat } from '../../../core/model/audio-format.ts'
import type { ByteSource } from '../../../core/ports/byte-source.ts'
import { audioKey } from '../audio-key.ts'
import { id3v2End, isId3v2, readId3v2 } from '../id3/id3v2.ts'
import { readTrailingTags } from '../mp3/trailing-tags.ts'
import type { NativeReader } from '../native-reader.ts'
import { newTagSink, type TagSink } from '../tag-sink.ts'
import { samplesByLastFrame } from './last-frame.ts'
import { readMetadataBlocks } from './metadata-blocks.ts'

const keyRule = 'flac.1'

/** Native FLAC (RFC 9639), also with ID3 tags before and behind it. */
export const flacReader: NativeReader = {
  specVersion: 'v1',
  name: 'native',
  read({ name, bytes }) {
    const sink = newTagSink()
    const start = streamStart(bytes, sink)
    if (start === undefined) return undefined
    const { stream, comment, audioStart } = readMetadataBlocks(bytes, start + 4, sink)
    if (stream === undefined) throw new ScanError('FILE_DAMAGED', `The FLAC stream of ${name} has no STREAMINFO block.`)
    if (audioStart >= bytes.size) throw new ScanError('FILE_NO_AUDIO', `${name} ends before its first FLAC frame.`)
    const audioEnd = readTrailingTags(bytes, audioStart, sink)
    const samples = stream.totalSamples || (samplesByLastFrame(bytes, audioStart, audioEnd, stream.blockSize) ?? 0)
    const known = samples > 0 && stream.sampleRate > 0
    const durationMs = known ? (samples * 1000) / stream.sampleRate : undefined
    const encoder = comment?.encoder || comment?.vendor
    const format: AudioFormat = {
      container: 'flac',
      codec: 'flac',
      ...(durationMs === undefined ? {} : { durationMs, bitrate: ((audioEnd - audioStart) * 8000) / durationMs }),
      durationExact: known,
      ...(stream.sampleRate > 0 ? { sampleRate: stream.sampleRate } : {}),
      channels: stream.channels,
      bitsPerSample: stream.bitsPerSample,
      lossless: true,
      ...(encoder ? { encoder } : {}),
    }
    const key =
      stream.md5 === undefined
        ? audioKey(keyRule, bytes, [{ offset: audioStart, length: audioEnd - audioStart }])
        : `${keyRule}:${stream.md5}`
    return {
      reader: 'native',
      tags: sink.tags.finish(),
      format,
      pictures: sink.pictures,
      ...(key === undefined ? {} : { audioKey: key }),
      warnings: sink.warnings,
    }
  },
}

/** Where `fLaC` stands: at the start of the file, or behind ID3v2 tags, which are read only when it does. */
function streamStart(bytes: ByteSource, sink: TagSink): number | undefined {
  const tags: number[] = []
  let start = 0
  while (tags.length < 4) {
    const mark = bytes.view(start, 10)
    if (mark.byteLength < 10) return undefined
    if (mark[0] === 0x66 && mark[1] === 0x4c && mark[2] === 0x61 && mark[3] === 0x43) {
      for (const tag of tags) readId3v2(bytes, tag, sink)
      return start
    }
    if (!isId3v2(mark, 0)) return undefined
    tags.push(start)
    start = id3v2End(mark, start)
  }
  return undefined
}
