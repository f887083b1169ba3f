import type { ByteSource } from '../../../core/ports/byte-source.ts'
import type { TagSink } from '../tag-sink.ts'
import { readChapter } from './chapter.ts'
import { type FrameForm, frameContent, frameForm, plainForm, resynchronise } from './frame-body.ts'
import { frameHeader, isChapter, isPicture, type TagBounds } from './frame-header.ts'
import { type FrameContext, frameReaders } from './frames.ts'
import { readPictureFrame } from './picture-frame.ts'

/** What one look at a tag fetches; frames beyond it are fetched as they come. */
const windowBytes = 4096

/** What is fetched behind a picture, where mostly padding stands. */
const glanceBytes = 1024

/** The most of a frame that is not a picture which is read: lyrics of a whole opera fit. */
const mostFrameBytes = 1024 * 1024

/** The most of a tag that is put into memory whole, as ID3v2.2 and 2.3 need when it is unsynchronised. */
const mostWholeTagBytes = 16 * 1024 * 1024

/** All that the compressed frames of one tag may unpack to. */
const inflateBudgetBytes = 4 * 1024 * 1024

/** Beyond these a tag was made to keep its reader busy. */
const mostFrames = 20_000
const mostPictures = 200

/** An ID3v2 tag that was read. */
export interface Id3v2 {
  /** File position after the tag, its padding and footer; possibly beyond the end of the file. */
  readonly end: number
  /** The content of an iTunes gapless comment, if there is one. */
  readonly itunesGapless: string | undefined
}

/** Whether an ID3v2 tag begins at `at` (ID3v2.4 §3.1). */
export function isId3v2(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === 0x49 && bytes[at + 1] === 0x44 && bytes[at + 2] === 0x33 && (bytes[at + 3] ?? 0xff) < 0xff
}

/** Where the tag that begins at `position` with these ten bytes ends: after its padding and footer. */
export function id3v2End(header: Uint8Array, position: number): number {
  const footer = (header[3] ?? 0) >= 4 && ((header[5] ?? 0) & 0x10) !== 0
  return position + 10 + synchsafe(header, 6) + (footer ? 10 : 0)
}

/**
 * Reads the ID3v2.2, 2.3 or 2.4 tag at `position`, if there is one, as far as it goes: frames that claim more than there is end it with a warning.
 * Pictures are passed over, their places remembered.
 */
export function readId3v2(source: ByteSource, position: number, sink: TagSink): Id3v2 | undefined {
  const header = source.view(position, 10)
  if (header.byteLength < 10 || !isId3v2(header, 0)) return undefined
  const major = header[3] ?? 0
  const flags = header[5] ?? 0
  const size = synchsafe(header, 6)
  const end = id3v2End(header, position)
  const context: FrameContext = { sink }
  if (major < 2 || major > 4 || (major === 2 && (flags & 0x40) !== 0)) {
    sink.warnings.push(`The ID3v2.${major} tag is of an unknown kind; it was passed over.`)
    return { end, itunesGapless: undefined }
  }
  const stop = Math.min(position + 10 + size, source.size)
  if (stop < position + 10 + size) sink.warnings.push('The ID3v2 tag is longer than the file.')
  sink.tags.from('id3v2')
  const bounds: TagBounds = { major, start: position + 10, stop, unsynchronised: (flags & 0x80) !== 0 }
  const extended = (flags & 0x40) !== 0
  if (bounds.unsynchronised && major < 4) readUnsynchronised(source, bounds, extended, context)
  else readFrames(source, bounds, extended, true, context)
  return { end, itunesGapless: context.itunesGapless }
}

/** In ID3v2.2 and 2.3 unsynchronisation covers the tag as a whole and frame sizes do not count it, so it must be undone before frames are found. */
function readUnsynchronised(source: ByteSource, bounds: TagBounds, extended: boolean, context: FrameContext): void {
  const stored = source.view(bounds.start, Math.min(bounds.stop - bounds.start, mostWholeTagBytes))
  const plain = resynchronise(stored)
  const memory: ByteSource = {
    size: plain.byteLength,
    view: (position, length) => plain.subarray(position, Math.max(position, position + length)),
  }
  readFrames(memory, { ...bounds, start: 0, stop: plain.byteLength }, extended, false, context)
}

/** `inFile`: whether positions are those of the file, so that pictures can be found there again. */
function readFrames(
  source: ByteSource,
  bounds: TagBounds,
  extended: boolean,
  inFile: boolean,
  context: FrameContext,
): void {
  const { major, stop } = bounds
  const headerBytes = major === 2 ? 6 : 10
  let budget = inflateBudgetBytes
  let base = bounds.start
  let bytes = source.view(base, Math.min(stop - base, windowBytes))
  const fetch = (from: number, length: number): number => {
    if (from < base || from + length > base + bytes.byteLength) {
      base = from
      bytes = source.view(base, Math.min(stop - base, Math.max(length, windowBytes)))
    }
    return from - base
  }

  const peek = (from: number): Uint8Array => {
    const known = fetch(from, 4)
    return bytes.subarray(known, known + 4)
  }

  let at = bounds.start
  if (extended && at + 4 <= stop) at += extendedHeaderBytes(bytes, major)
  for (let frames = 0; at + headerBytes < stop && frames < mostFrames; frames++) {
    const offset = fetch(at, headerBytes)
    if (bytes[offset] === 0) break
    const frame = frameHeader(bytes, offset, at, bounds, peek)
    if (frame === undefined) {
      context.sink.warnings.push('The ID3v2 tag holds bytes that are no frame; what follows them was left out.')
      break
    }
    const { id, size, flags } = frame
    const contentAt = at + headerBytes
    at = contentAt + size
    if (size === 0) continue
    const available = Math.min(size, stop - contentAt)
    if (available < size) context.sink.warnings.push('The last ID3v2 frame is longer than its tag.')
    const form: FrameForm = major === 2 ? plainForm : frameForm(major, flags, bounds.unsynchronised)
    if (isPicture(id)) {
      if (context.sink.pictures.length >= mostPictures) continue
      readPictureFrame(source, contentAt, available, form, major, inFile, context.sink)
      // The source may have given its memory to other bytes.
      base = at
      bytes = at < stop ? source.view(base, Math.min(stop - base, glanceBytes)) : bytes.subarray(0, 0)
      continue
    }
    const reader = frameReaders.get(id)
    const chapter = isChapter(id)
    if (reader === undefined && !chapter) continue
    const shown = Math.min(available, mostFrameBytes)
    const start = fetch(contentAt, shown)
    let content = bytes
    let from = start
    let until = Math.min(start + shown, bytes.byteLength)
    if (form !== plainForm) {
      const unpacked = frameContent(bytes.subarray(from, until), form, budget)
      if (unpacked === undefined) {
        context.sink.warnings.push('An ID3v2 frame is encrypted or damaged and was left out.')
        continue
      }
      if (form.compressed) budget -= unpacked.byteLength
      content = unpacked
      from = 0
      until = unpacked.byteLength
    }
    if (from >= until) continue
    if (chapter) readChapter(content, from, until, major, context)
    else reader?.(content, from, until, context)
  }
}

/** Length of the extended header: the field counts itself in ID3v2.4 §3.2 and not in ID3v2.3 §3.2. */
function extendedHeaderBytes(bytes: Uint8Array, major: number): number {
  if (major >= 4) return Math.max(6, synchsafe(bytes, 0))
  const size = ((bytes[0] ?? 0) << 24) | ((bytes[1] ?? 0) << 16) | ((bytes[2] ?? 0) << 8) | (bytes[3] ?? 0)
  return size === 6 || size === 10 ? size + 4 : 0
}

/** 28 bits in four bytes (ID3v2.4 §6.2). */
function synchsafe(bytes: Uint8Array, at: number): number {
  const high = ((bytes[at] ?? 0) & 0x7f) << 21
  return (
    high | (((bytes[at + 1] ?? 0) & 0x7f) << 14) | (((bytes[at + 2] ?? 0) & 0x7f) << 7) | ((bytes[at + 3] ?? 0) & 0x7f)
  )
}
