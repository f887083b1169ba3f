import type { ByteSource } from '../../../core/ports/byte-source.ts'
import { apeFooter, apeFooterBytes, readApeItems } from '../ape/apev2.ts'
import { id3v1Bytes, isId3v1, readId3v1 } from '../id3/id3v1.ts'
import type { TagSink } from '../tag-sink.ts'
import { latin1 } from '../text-bytes.ts'

/** What is looked at to find out which tag ends at a place. */
const lookBytes = 160

/** The most that a Lyrics3 v1 tag holds (id3.org/Lyrics3: 5100 bytes of text between its marks). */
const lyrics3v1Bytes = 5100 + 11 + 9

const lyricsEnd = 'LYRICSEND'
const lyrics200 = 'LYRICS200'

/**
 * Reads the tags behind the audio, last to first: ID3v1, APEv2, Lyrics3, in whatever order they were appended. Returns where the audio ends.
 */
export function readTrailingTags(source: ByteSource, audioStart: number, sink: TagSink): number {
  let end = source.size
  let id3v1 = false
  // Each kind once, and room for a tag that was appended twice.
  for (let tags = 0; tags < 5; tags++) {
    const from = Math.max(audioStart, end - lookBytes)
    const look = source.view(from, end - from)
    const length = look.byteLength
    if (length < apeFooterBytes) break
    if (!id3v1 && isId3v1(look, length - id3v1Bytes)) {
      id3v1 = true
      readId3v1(look, length - id3v1Bytes, sink)
      end -= id3v1Bytes
      continue
    }
    const footer = apeFooter(look, length - apeFooterBytes)
    if (footer !== undefined) {
      const itemsAt = end - footer.size
      if (itemsAt < audioStart) {
        sink.warnings.push('The APE tag is longer than the file; it was left out.')
        break
      }
      readApeItems(source, itemsAt, end - apeFooterBytes, footer, sink)
      end = footer.hasHeader && itemsAt - apeFooterBytes >= audioStart ? itemsAt - apeFooterBytes : itemsAt
      continue
    }
    const lyricsStart = lyrics3Start(source, look, end)
    if (lyricsStart === undefined || lyricsStart < audioStart) break
    end = lyricsStart
  }
  return end
}

/** Where the Lyrics3 tag that ends at `end` begins (id3.org/Lyrics3, /Lyrics3v2); `undefined` when none ends there. */
function lyrics3Start(source: ByteSource, look: Uint8Array, end: number): number | undefined {
  const length = look.byteLength
  if (look[length - 9] !== 0x4c) return undefined
  const mark = latin1(look, length - 9, length)
  if (mark === lyrics200) {
    const size = latin1(look, length - 15, length - 9)
    return /^\d{6}$/.test(size) ? end - 15 - Number(size) : undefined
  }
  if (mark !== lyricsEnd) return undefined
  const from = Math.max(0, end - lyrics3v1Bytes)
  const bytes = source.view(from, end - from)
  const begin = latin1(bytes, 0, bytes.byteLength).lastIndexOf('LYRICSBEGIN')
  return begin < 0 ? undefined : from + begin
}
