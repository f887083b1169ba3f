import { readId3v2 } from '../../../../src/adapters/tags/id3/id3v2.ts'
import { newTagSink } from '../../../../src/adapters/tags/tag-sink.ts'
import { strictBytes } from './strict-bytes.ts'

/** Reads the ID3v2 tag at the start of a file, and all that came of it. */
export function readTag(file: Uint8Array) {
  const sink = newTagSink()
  const source = strictBytes(file)
  const tag = readId3v2(source, 0, sink)
  return { tag, tags: sink.tags.finish(), pictures: sink.pictures, warnings: sink.warnings, viewed: source.viewed }
}
