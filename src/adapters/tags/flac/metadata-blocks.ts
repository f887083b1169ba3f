import type { ByteSource } from '../../../core/ports/byte-source.ts'
import { readPictureBlock } from '../picture-block.ts'
import type { TagSink } from '../tag-sink.ts'
import { readVorbisComment, type VorbisComment } from '../vorbis-comment.ts'
import { readCuesheet } from './cuesheet.ts'
import { type StreamInfo, streamInfo, streamInfoBytes } from './stream-info.ts'

const vorbisComment = 4
const cuesheet = 5
const picture = 6
const lastKnownType = 6

/** Enough for a picture's media type and description. */
const pictureHeadBytes = 1024
const mostCuesheetBytes = 64 * 1024
const mostBlocks = 2000
const mostPictures = 200

/** The metadata of a FLAC stream. */
export interface FlacMetadata {
  readonly stream: StreamInfo | undefined
  readonly comment: VorbisComment | undefined
  /** Where the frames begin. */
  readonly audioStart: number
}

/** Reads the metadata blocks (RFC 9639 §8) that begin at `position`, behind the `fLaC` mark. */
export function readMetadataBlocks(source: ByteSource, position: number, sink: TagSink): FlacMetadata {
  let stream: StreamInfo | undefined
  let comment: VorbisComment | undefined
  let at = position
  sink.tags.from('vorbis')
  for (let blocks = 0; blocks < mostBlocks; blocks++) {
    const header = source.view(at, 4 + streamInfoBytes)
    if (header.byteLength < 4) break
    const first = header[0] ?? 0
    const type = first & 0x7f
    const last = first >= 0x80
    const length = blockLength(header)
    const contentAt = at + 4
    if (type > lastKnownType && !followsWell(source, contentAt + length, last)) {
      sink.warnings.push('The FLAC metadata is damaged; what follows was left out.')
      break
    }
    let next = contentAt + length
    if (type === 0) {
      if (length >= streamInfoBytes && header.byteLength >= 4 + streamInfoBytes) stream ??= streamInfo(header, 4)
    } else if (type === vorbisComment) {
      const trusted = followsWell(source, next, last)
      const found = readVorbisComment(source, contentAt, trusted ? length : source.size - contentAt, sink)
      comment ??= found
      if (!trusted) next = otherEnd(source, next, contentAt + found.length, last, sink)
    } else if (type === picture) {
      next = readPicture(source, contentAt, length, last, sink)
    } else if (type === cuesheet && length <= mostCuesheetBytes) {
      const bytes = source.view(contentAt, length)
      readCuesheet(bytes, 0, bytes.byteLength, stream?.sampleRate ?? 0, sink)
    }
    at = next
    if (last) break
  }
  return { stream, comment, audioStart: at }
}

function blockLength(header: Uint8Array): number {
  return ((header[1] ?? 0) << 16) | ((header[2] ?? 0) << 8) | (header[3] ?? 0)
}

/** Notes the place of a picture; returns where the next block begins. The length of its block may be wrong: it has 24 bits, the picture's own 32. */
function readPicture(source: ByteSource, contentAt: number, length: number, last: boolean, sink: TagSink): number {
  const next = contentAt + length
  if (sink.pictures.length >= mostPictures) return next
  const head = source.view(contentAt, Math.min(source.size - contentAt, pictureHeadBytes))
  const block =
    readPictureBlock(head, 0, head.byteLength) ?? readPictureBlock(source.view(contentAt, length), 0, length)
  if (block === undefined) {
    sink.warnings.push('A FLAC picture block is damaged.')
    return next
  }
  const offset = contentAt + block.dataOffset
  const ownEnd = offset + block.length
  const end = ownEnd === next || followsWell(source, next, last) ? next : otherEnd(source, next, ownEnd, last, sink)
  const shown = Math.min(ownEnd, end > offset ? end : ownEnd, source.size) - offset
  if (ownEnd > end) sink.warnings.push('A FLAC picture is longer than its block.')
  if (shown > 0) sink.pictures.push({ ...block.about, offset, length: shown })
  return end
}

/** Of two places where a block may end, the one after which the stream goes on. */
function otherEnd(source: ByteSource, told: number, found: number, last: boolean, sink: TagSink): number {
  if (!followsWell(source, found, last)) return told
  sink.warnings.push('A FLAC metadata block tells a wrong length.')
  return found
}

/** Whether at a place stands what must follow a block: another one or, after the last, the first frame. */
function followsWell(source: ByteSource, position: number, last: boolean): boolean {
  const bytes = source.view(position, 4)
  if (bytes.byteLength < 4) return false
  if (last) return bytes[0] === 0xff && ((bytes[1] ?? 0) & 0xfe) === 0xf8
  const type = (bytes[0] ?? 0) & 0x7f
  return type > 0 && type <= lastKnownType && position + 4 + blockLength(bytes) <= source.size
}
