import { genreName } from '../genre-names.ts'
import type { TagSink } from '../tag-sink.ts'
import { latin1, zeroAt } from '../text-bytes.ts'

/** Length of an ID3v1 tag, which is the end of its file. */
export const id3v1Bytes = 128

/** Whether an ID3v1 tag begins at `at`. */
export function isId3v1(bytes: Uint8Array, at: number): boolean {
  return (
    at >= 0 &&
    bytes.byteLength - at >= id3v1Bytes &&
    bytes[at] === 0x54 &&
    bytes[at + 1] === 0x41 &&
    bytes[at + 2] === 0x47
  )
}

/** Reads an ID3v1 or ID3v1.1 tag (id3.org/ID3v1): fields of fixed length in ISO-8859-1, a numbered genre, in 1.1 a track number. */
export function readId3v1(bytes: Uint8Array, at: number, sink: TagSink): void {
  const field = (offset: number, length: number): string => {
    const start = at + offset
    return latin1(bytes, start, zeroAt(bytes, start, start + length))
  }
  const track = bytes[at + 125] === 0 ? (bytes[at + 126] ?? 0) : 0
  const genre = genreName(bytes[at + 127] ?? 255)
  sink.tags.from('id3v1')
  sink.tags.add('title', field(3, 30))
  sink.tags.add('artist', field(33, 30))
  sink.tags.add('album', field(63, 30))
  sink.tags.add('year', field(93, 4))
  sink.tags.add('comment', field(97, track === 0 ? 30 : 28))
  if (track > 0) sink.tags.add('trackNumber', String(track))
  if (genre !== undefined) sink.tags.add('genre', genre)
}
