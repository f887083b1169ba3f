import type { ByteWindow } from '../byte-window.ts'
import { readPictureBlock } from '../picture-block.ts'
import type { TagSink } from '../tag-sink.ts'
import { readVorbisComment, type VorbisComment } from '../vorbis-comment.ts'
import { identificationBytes, identifyCodec, type OggCodec } from './codec.ts'
import { PacketBytes } from './packet-bytes.ts'
import { vorbisModes } from './packet-duration.ts'
import { PacketReader } from './packet-reader.ts'
import { readPage } from './page.ts'

/** A logical stream of music with its headers read. */
export interface OggStream {
  readonly codec: OggCodec
  readonly comment: VorbisComment | undefined
  /** For each mode of a Vorbis stream whether its blocks are long. */
  readonly modes: readonly boolean[]
  /** Stands before the first audio packet. */
  readonly audio: PacketReader
}

/** Streams that may begin together in one file. */
const mostStreams = 64
/** A setup header on several pages is gathered here; it is a few kilobytes. */
const setupScratch = new Uint8Array(64 * 1024)
const mostFlacBlocks = 128
const flacComment = 4
const flacPicture = 6
const pictureHeadBytes = 1024

/** Bytes before the comment in the second packet. */
const commentPrefix = { vorbis: 7, opus: 8, speex: 0, flac: 4 } as const

/**
 * Finds the first stream of music among those that begin at `position` and reads its headers; tags and pictures go to `sink`, if there is one.
 */
export function readStream(window: ByteWindow, position: number, sink: TagSink | undefined): OggStream | undefined {
  let at = position
  for (let i = 0; i < mostStreams; i++) {
    const page = readPage(window, at)
    if (page === undefined || !page.first) return undefined
    const codec = identifyCodec(window.bytes(page.body, Math.min(page.end - page.body, identificationBytes)))
    if (codec !== undefined) return readHeaders(window, new PacketReader(window, page), codec, sink)
    at = page.end
  }
  return undefined
}

function readHeaders(window: ByteWindow, reader: PacketReader, codec: OggCodec, sink: TagSink | undefined): OggStream {
  let comment: VorbisComment | undefined
  let modes: readonly boolean[] = []
  reader.next()
  if (codec.codec === 'flac') {
    for (let i = 0; i < mostFlacBlocks && reader.next(); i++) {
      const header = reader.peek(0)
      if (sink !== undefined) comment = readFlacBlock(window, reader, header & 127, sink) ?? comment
      if (header & 128) break
    }
    return { codec, comment, modes, audio: reader }
  }
  for (let packet = 1; packet < codec.headerPackets && reader.next(); packet++) {
    if (packet === 1 && sink !== undefined) comment = readComment(window, reader, commentPrefix[codec.codec], sink)
    else if (packet === 2 && codec.codec === 'vorbis') modes = vorbisModes(readSetup(window, reader))
  }
  return { codec, comment, modes, audio: reader }
}

function readSetup(window: ByteWindow, reader: PacketReader): Uint8Array {
  if (reader.endsOnPage) {
    // Moves the window in a full step: the first audio page follows.
    window.cover(reader.position, reader.left)
    return window.bytes(reader.position, reader.left)
  }
  return setupScratch.subarray(0, reader.copy(setupScratch, 0))
}

function readComment(window: ByteWindow, reader: PacketReader, prefix: number, sink: TagSink): VorbisComment {
  const packet = new PacketBytes(window, reader)
  const comment = readVorbisComment(packet, prefix, packet.size - prefix, sink)
  // A picture at the end is jumped over as one between comments is.
  packet.view(prefix + comment.length, 1)
  return comment
}

/** A metadata block of FLAC in a packet of its own (RFC 9639 §10.1). */
function readFlacBlock(
  window: ByteWindow,
  reader: PacketReader,
  type: number,
  sink: TagSink,
): VorbisComment | undefined {
  if (type === flacComment) return readComment(window, reader, commentPrefix.flac, sink)
  if (type !== flacPicture) return undefined
  const packet = new PacketBytes(window, reader)
  const place = reader.position
  const inOnePiece = reader.endsOnPage
  const head = packet.view(4, pictureHeadBytes)
  const picture = readPictureBlock(head, 0, head.length)
  if (picture === undefined) sink.warnings.push('A picture block is damaged.')
  else {
    const offset = inOnePiece ? place + 4 + picture.dataOffset : -1
    sink.pictures.push({ ...picture.about, offset, length: picture.length })
  }
  return undefined
}
