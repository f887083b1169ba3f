import type { ByteSource } from '../../../core/ports/byte-source.ts'
import { type MpegFrame, mpegFrame, sameStream } from './frame-header.ts'

/** What is looked at first: the largest frame of a common stream and the header behind it lie in it. */
export const glanceBytes = 2048

/** What one look fetches when the first frame has to be searched. */
const lookBytes = 32 * 1024

/** How far the first frame is looked for behind the tags: a tag that tells too small a size leaves its picture there. */
const searchBytes = 2 * 1024 * 1024

/** The largest frame in free format: 640 kbit/s at 32 kHz. */
const mostFreeFrameBytes = 4096

/** The first frame of a stream and its place in the file. */
export interface FirstFrame {
  readonly position: number
  readonly frame: MpegFrame
}

/**
 * Finds the first frame at or after `start`: a header whose frame is followed by another of the same stream, or by the end of the audio. Right at `start`
 * one follower is proof enough; further on two are asked for, because pictures hold bytes that look like headers.
 */
export function findFirstFrame(source: ByteSource, start: number, end: number): FirstFrame | undefined {
  const near = frameAt(source.view(start, Math.min(end - start, glanceBytes)), 0, start, end, 1)
  if (near !== undefined) return { position: start, frame: near }
  const stop = Math.min(end, start + searchBytes)
  let base = start
  while (base < stop) {
    const bytes = source.view(base, Math.min(end - base, lookBytes))
    let at = bytes.indexOf(0xff)
    while (at >= 0 && at + 4 <= bytes.byteLength) {
      const found = frameAt(bytes, at, base + at, end, base + at === start ? 1 : 2)
      if (found !== undefined) return { position: base + at, frame: found }
      at = bytes.indexOf(0xff, at + 1)
    }
    if (base + bytes.byteLength >= end || bytes.byteLength <= mostFreeFrameBytes) return undefined
    // Frames that begin near the end of this look are seen whole in the next.
    base += bytes.byteLength - mostFreeFrameBytes
  }
  return undefined
}

function frameAt(
  bytes: Uint8Array,
  at: number,
  position: number,
  end: number,
  followers: number,
): MpegFrame | undefined {
  let frame = mpegFrame(bytes, at)
  if (frame === undefined) return undefined
  if (frame.free) frame = freeFrame(bytes, at, frame)
  if (frame === undefined) return undefined
  let next = at + frame.size
  for (let seen = 0; seen < followers; seen++) {
    // The last frame of the audio has no follower; it may be cut short.
    if (position + (next - at) >= end) return position + 24 <= end ? frame : undefined
    if (!sameStream(bytes, next, frame)) return undefined
    next += nextSize(bytes, next, frame)
  }
  return frame
}

/** Bytes from the header at `at`, of the same stream as `frame`, to the next one. */
function nextSize(bytes: Uint8Array, at: number, frame: MpegFrame): number {
  const next = mpegFrame(bytes, at)
  if (next === undefined) return frame.size
  return next.free ? frame.size - slot(frame) + slot(next) : next.size
}

/** The bytes that padding adds to a frame (ISO/IEC 11172-3 §2.4.3.1). */
function slot(frame: MpegFrame): number {
  return frame.layer === 1 ? frame.padding * 4 : frame.padding
}

/** In free format the size is the distance to the next header alike (ISO/IEC 11172-3 §2.4.2.3). */
function freeFrame(bytes: Uint8Array, at: number, frame: MpegFrame): MpegFrame | undefined {
  const stop = Math.min(bytes.byteLength - 4, at + mostFreeFrameBytes)
  for (let next = at + 24; next < stop; next++) {
    if (bytes[next] !== 0xff || bytes[next + 1] !== bytes[at + 1] || !sameStream(bytes, next, frame)) continue
    const size = next - at
    const bitrate = Math.round(((size - slot(frame)) * 8 * frame.sampleRate) / frame.samples / 1000) * 1000
    return { ...frame, size, bitrate }
  }
  return undefined
}
