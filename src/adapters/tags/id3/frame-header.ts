import { frameId, frameReaders } from './frames.ts'

/** Where the frames of a tag lie, and what its header says about them. */
export interface TagBounds {
  readonly major: number
  readonly start: number
  readonly stop: number
  readonly unsynchronised: boolean
}

/** The header of one frame. */
export interface FrameHeader {
  readonly id: number
  readonly size: number
  /** The second flag byte, which tells how the content is stored. */
  readonly flags: number
}

const attachedPicture = frameId('APIC')
const attachedPicture22 = frameId('PIC')
const chapterFrame = frameId('CHAP')

export function isPicture(id: number): boolean {
  return id === attachedPicture || id === attachedPicture22
}

export function isChapter(id: number): boolean {
  return id === chapterFrame
}

/** Whether a byte may stand in a frame id: A–Z, 0–9. */
function isIdByte(byte: number | undefined): boolean {
  return byte !== undefined && ((byte >= 0x41 && byte <= 0x5a) || (byte >= 0x30 && byte <= 0x39))
}

function u32(bytes: Uint8Array, at: number): number {
  return (
    (((bytes[at] ?? 0) << 24) | ((bytes[at + 1] ?? 0) << 16) | ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0)) >>> 0
  )
}

/**
 * Reads the frame header at `offset` of `bytes`, which is `position` of the source; `undefined` when there is none. `peek` shows the four bytes at
 * another position, for which it may give up `bytes`.
 */
export function frameHeader(
  bytes: Uint8Array,
  offset: number,
  position: number,
  bounds: TagBounds,
  peek: (position: number) => Uint8Array,
): FrameHeader | undefined {
  const idEnd = offset + 3
  if (!isIdByte(bytes[offset]) || !isIdByte(bytes[offset + 1]) || !isIdByte(bytes[offset + 2])) return undefined
  if (bounds.major === 2) {
    const size = ((bytes[idEnd] ?? 0) << 16) | ((bytes[idEnd + 1] ?? 0) << 8) | (bytes[idEnd + 2] ?? 0)
    return { id: (u32(bytes, offset) & 0xffffff00) | 0, size, flags: 0 }
  }
  let id = u32(bytes, offset) | 0
  const fourth = bytes[idEnd]
  if (!isIdByte(fourth)) {
    // iTunes wrote ID3v2.2 ids, filled up with a zero or a space, into ID3v2.3 tags.
    id &= 0xffffff00
    if ((fourth !== 0 && fourth !== 0x20) || !(frameReaders.has(id) || isPicture(id))) return undefined
  }
  const stored = u32(bytes, offset + 4)
  const flags = bytes[offset + 9] ?? 0
  return { id, size: bounds.major === 4 ? realSize(stored, position + 10, bounds, peek) : stored, flags }
}

/**
 * ID3v2.4 sizes have seven bits a byte, but iTunes and others wrote eight. Where the two readings differ, the one after which a frame, padding or the
 * end of the tag follows is right.
 */
function realSize(
  stored: number,
  contentAt: number,
  bounds: TagBounds,
  peek: (position: number) => Uint8Array,
): number {
  if (stored < 0x80) return stored
  const safe = ((stored & 0x7f000000) >>> 3) | ((stored & 0x7f0000) >>> 2) | ((stored & 0x7f00) >>> 1) | (stored & 0x7f)
  if ((stored & 0x80808080) !== 0) return stored
  if (endsWell(contentAt + safe, bounds, peek)) return safe
  return endsWell(contentAt + stored, bounds, peek) ? stored : safe
}

function endsWell(position: number, bounds: TagBounds, peek: (position: number) => Uint8Array): boolean {
  if (position >= bounds.stop - 10) return position <= bounds.stop
  const bytes = peek(position)
  if (bytes[0] === 0) return bytes[1] === 0
  return isIdByte(bytes[0]) && isIdByte(bytes[1]) && isIdByte(bytes[2]) && isIdByte(bytes[3])
}
