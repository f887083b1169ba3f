import type { FileReading } from '../../../core/model/file-reading.ts'
import type { ByteSource } from '../../../core/ports/byte-source.ts'
import type { TagReader } from '../../../core/ports/tag-reader.ts'
import { type AudioRange, audioKey } from '../audio-key.ts'
import { readId3v2 } from '../id3/id3v2.ts'
import { readTrailingTags } from '../mp3/trailing-tags.ts'
import { mapFormat } from '../music-metadata/map-format.ts'
import { mapTags } from '../music-metadata/map-tags.ts'
import { parse, placesOf, warningsOf } from '../music-metadata/music-metadata-reader.ts'
import { optional } from '../optional.ts'
import { newTagSink } from '../tag-sink.ts'
import { locatePayload } from './payload.ts'

/**
 * Formats without a reader of our own: music-metadata tells the format and the tags that only it knows; ID3, APEv2 and Lyrics3 tags, which can stand
 * in many containers, are read by our parsers and believed first; the audio key is ours.
 */
export const fallbackReader: TagReader = {
  specVersion: 'v1',
  name: 'music-metadata',
  async read(input) {
    const { bytes } = input
    const payload = locatePayload(bytes)
    const sink = newTagSink()
    if (payload?.id3At !== undefined) readId3v2(bytes, payload.id3At, sink)
    const ranges = payload?.trailingTags
      ? withoutTail(payload.ranges, readTrailingTags(bytes, payload.ranges[0]?.offset ?? 0, sink))
      : payload?.ranges
    const known = sink.pictures.length > 0
    // music-metadata expects none of our tags in front of some formats.
    const start = payload?.trailingTags ? (payload.ranges[0]?.offset ?? 0) : 0
    const metadata = await parse(start === 0 ? input : { name: input.name, bytes: from(bytes, start) }, !known)
    mapTags(metadata, sink.tags)
    const key = payload && ranges && audioKey(payload.rule, bytes, ranges)
    const reading: FileReading = {
      reader: 'music-metadata',
      tags: sink.tags.finish(),
      format: mapFormat(metadata),
      pictures: known ? sink.pictures : placesOf(metadata),
      ...optional('audioKey', key),
      warnings: [...sink.warnings, ...warningsOf(metadata)],
    }
    return reading
  },
}

function from(bytes: ByteSource, start: number): ByteSource {
  return { size: bytes.size - start, view: (position, length) => bytes.view(start + position, length) }
}

function withoutTail(ranges: readonly AudioRange[], end: number): AudioRange[] {
  return ranges.map(({ offset, length }) => ({ offset, length: Math.max(0, Math.min(length, end - offset)) }))
}
