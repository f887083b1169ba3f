import type { ByteWindow } from '../byte-window.ts'

/** The header of an Ogg page (RFC 3533 §6). */
export interface OggPage {
  readonly position: number
  /** Where the payload begins. */
  readonly body: number
  readonly end: number
  readonly serial: number
  readonly sequence: number
  /** Position in the stream at the end of the last packet that ends on this page, in units of the codec; −1 when none ends here. */
  readonly granule: number
  readonly segments: number
  /** Whether the payload begins with the rest of a packet. */
  readonly continued: boolean
  readonly first: boolean
  readonly last: boolean
}

const capture = 0x4f67_6753 // OggS
const headerBytes = 27

/** A page is never larger: header, 255 lacing values, 255 × 255 bytes. */
export const largestPage = headerBytes + 255 + 255 * 255

/** The page at `position`; `undefined` when none stands there or the file ends inside it. */
export function readPage(window: ByteWindow, position: number): OggPage | undefined {
  if (window.u32(position) !== capture || window.u8(position + 4) !== 0) return undefined
  const segments = window.u8(position + 26)
  const body = position + headerBytes + segments
  if (!window.cover(position, headerBytes + segments)) return undefined
  let end = body
  for (let at = position + headerBytes; at < body; at++) end += window.u8(at)
  if (end > window.size) return undefined
  const flags = window.u8(position + 5)
  return {
    position,
    body,
    end,
    serial: window.u32le(position + 14),
    sequence: window.u32le(position + 18),
    granule: readGranule(window, position + 6),
    segments,
    continued: (flags & 1) !== 0,
    first: (flags & 2) !== 0,
    last: (flags & 4) !== 0,
  }
}

function readGranule(window: ByteWindow, position: number): number {
  const low = window.u32le(position)
  const high = window.u32le(position + 4)
  return high >= 0x8000_0000 ? -1 : high * 0x1_0000_0000 + low
}

/** Copies the lacing values of a page: lengths of segments, of which one below 255 ends a packet. */
export function copyLacing(window: ByteWindow, page: OggPage, target: Uint8Array): void {
  target.set(window.bytes(page.position + headerBytes, page.segments))
}

/**
 * The first page that begins at or after `position` and before `limit`. Four letters also occur in music: a page counts when another follows it at once,
 * or when it reaches `limit` or the end of the file.
 */
export function findPage(window: ByteWindow, position: number, limit: number): OggPage | undefined {
  for (let at = position; at < limit; at++) {
    at = window.indexOfU32(capture, at, limit)
    if (at < 0) return undefined
    const page = readPage(window, at)
    if (page !== undefined && (page.end >= limit || window.u32(page.end) === capture || page.end + 4 > window.size))
      return page
  }
  return undefined
}
