import type { ByteSource } from '../../core/ports/byte-source.ts'
import { readPictureBlock } from './picture-block.ts'
import { fieldFor, fieldsOf } from './tag-map.ts'
import { pictureMime, type TagSink } from './tag-sink.ts'
import { latin1, utf8 } from './text-bytes.ts'

const fields = fieldsOf('vorbis')

/** The most of one comment that is read as text; only pictures are longer in practice. */
const mostTextBytes = 1024 * 1024

const pictureName = 'METADATA_BLOCK_PICTURE'

/** Enough of a base64 picture for its header: media type and description stand before the data. */
const pictureHeadChars = 2048

/** Enough of a comment for its name. */
const nameBytes = 128

/** What a Vorbis comment says besides tags. */
export interface VorbisComment {
  /** The library that wrote the stream: `reference libFLAC 1.4.3 20230623`. */
  readonly vendor: string
  /** The tool that called it, where an `ENCODER` comment names it. */
  readonly encoder: string | undefined
  /** Bytes that it takes, as far as it could be followed. */
  readonly length: number
}

interface ChapterParts {
  startMs?: number
  title?: string
}

function u32le(bytes: Uint8Array, at: number): number {
  return (
    ((bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24)) >>> 0
  )
}

/**
 * Reads a Vorbis comment of `length` bytes at `position` (Vorbis I §5.2): vendor, then `NAME=value` pairs, which go to `sink`. Pictures in base64 are
 * not decoded beyond their header. A comment that claims more than there is ends the list with a warning.
 */
export function readVorbisComment(source: ByteSource, position: number, length: number, sink: TagSink): VorbisComment {
  const end = Math.min(position + length, source.size)
  const chapters = new Map<string, ChapterParts>()
  let encoder: string | undefined
  let coverArtMime = ''
  let base = position
  let bytes = source.view(base, Math.min(end - base, 4096))
  const cover = (at: number, size: number): boolean => {
    if (at + size > end) return false
    if (at + size > base + bytes.byteLength) {
      base = at
      bytes = source.view(base, Math.min(end - base, Math.max(size, 4096)))
    }
    return at + size <= base + bytes.byteLength
  }

  let at = position
  let vendor = ''
  let remaining = 0
  if (cover(at, 4)) {
    const vendorLength = u32le(bytes, at - base)
    if (cover(at + 4, Math.min(vendorLength, mostTextBytes))) {
      vendor = utf8(bytes, at + 4 - base, at + 4 - base + Math.min(vendorLength, mostTextBytes))
        .replaceAll('\0', '')
        .trim()
    }
    at += 4 + vendorLength
    if (cover(at, 4)) remaining = u32le(bytes, at - base)
    at += 4
  }

  for (; remaining > 0; remaining--) {
    const size = cover(at, 4) ? u32le(bytes, at - base) : -1
    at += 4
    if (size < 0 || at + size > end) {
      sink.warnings.push('The Vorbis comment is longer than its block; what is beyond was left out.')
      break
    }
    const shown = Math.min(size, mostTextBytes)
    if (!cover(at, Math.min(shown, nameBytes))) break
    let from = at - base
    let equals = from
    const keyEnd = from + Math.min(shown, nameBytes)
    while (equals < keyEnd && bytes[equals] !== 0x3d) equals++
    const key = latin1(bytes, from, equals)
    if (equals === keyEnd || equals === from) {
      at += size
      continue
    }
    // Of a picture the head is enough: it may be large, and the source may have to gather it from pages.
    if (!cover(at, key.length === pictureName.length ? Math.min(shown, nameBytes + pictureHeadChars) : shown)) break
    from = at - base
    equals = from + key.length
    at += size
    const field = fieldFor(fields, key)
    if (field !== undefined && field !== 'rating') {
      sink.tags.add(field, utf8(bytes, equals + 1, from + shown))
      continue
    }
    const name = key.toUpperCase()
    if (name === pictureName) {
      const head = latin1(bytes, equals + 1, Math.min(from + shown, equals + 1 + pictureHeadChars))
      const block = Buffer.from(head, 'base64')
      const picture = readPictureBlock(block, 0, block.byteLength)
      if (picture && picture.length > 0) sink.pictures.push({ ...picture.about, offset: -1, length: picture.length })
      else sink.warnings.push('A picture in the Vorbis comment is damaged.')
    } else if (name === 'COVERART' && size > name.length + 4) {
      const characters = from + size - (equals + 1)
      sink.pictures.push({
        offset: -1,
        length: Math.floor((characters * 3) / 4),
        mime: coverArtMime || 'image/',
        type: 0,
      })
    } else if (name === 'COVERARTMIME') {
      coverArtMime = pictureMime(utf8(bytes, equals + 1, from + shown))
    } else if (name === 'ENCODER') {
      encoder =
        utf8(bytes, equals + 1, from + shown)
          .replaceAll('\0', '')
          .trim() || encoder
    } else if (name.startsWith('CHAPTER')) {
      addChapterPart(chapters, name, utf8(bytes, equals + 1, from + shown))
    } else if (name.startsWith('RATING') || name === 'FMPS_RATING') {
      // Winamp writes 0–100 under RATING, Quod Libet 0–1 under RATING:address.
      const scale = name === 'RATING' ? 100 : 1
      sink.tags.addRating(Number.parseFloat(utf8(bytes, equals + 1, from + shown)) / scale)
    }
  }
  for (const { startMs, title } of chapters.values()) {
    if (startMs !== undefined) sink.tags.addChapter({ title: title ?? '', startMs })
  }
  return { vendor, encoder, length: at - position }
}

/** `CHAPTER001=00:00:00.000` and `CHAPTER001NAME=title` (wiki.xiph.org/Chapter_Extension). */
function addChapterPart(chapters: Map<string, ChapterParts>, name: string, value: string): void {
  const match = /^CHAPTER(\d{1,4})(NAME)?$/.exec(name)
  const number = match?.[1]
  if (!match || number === undefined) return
  const parts = chapters.get(number) ?? {}
  chapters.set(number, parts)
  if (match[2]) parts.title = value
  else {
    const time = /^(\d{1,3}):(\d{1,2}):(\d{1,2})(\.\d{1,9})?$/.exec(value.trim())
    if (!time) return
    const seconds = Number(time[1]) * 3600 + Number(time[2]) * 60 + Number(time[3])
    parts.startMs = seconds * 1000 + Math.round(Number(time[4] ?? 0) * 1000)
  }
}
