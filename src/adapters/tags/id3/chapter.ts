import { zeroAt } from '../text-bytes.ts'
import { textValues } from './frame-text.ts'
import { type FrameContext, frameId } from './frames.ts'

const titleFrame = frameId('TIT2')

/**
 * `CHAP` (ID3v2 Chapter Frame Addendum §3.1): element id, times in milliseconds, byte offsets, then frames of its own. Tables of contents (`CTOC`) only
 * repeat the order of the times.
 */
export function readChapter(
  bytes: Uint8Array,
  start: number,
  end: number,
  major: number,
  { sink }: FrameContext,
): void {
  const timesAt = zeroAt(bytes, start, end) + 1
  if (timesAt + 16 > end) return
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const startMs = view.getUint32(timesAt)
  const endMs = view.getUint32(timesAt + 4)
  let title = ''
  for (let at = timesAt + 16; at + 10 < end; ) {
    const plain = view.getUint32(at + 4)
    const size =
      major === 4
        ? ((plain >>> 3) & 0xfe00000) | ((plain >>> 2) & 0x1fc000) | ((plain >>> 1) & 0x3f80) | (plain & 0x7f)
        : plain
    const contentAt = at + 10
    if (view.getInt32(at) === titleFrame && size > 0) {
      title = textValues(bytes[contentAt] ?? 0, bytes, contentAt + 1, Math.min(end, contentAt + size))[0] ?? title
    }
    at = contentAt + size
  }
  sink.tags.addChapter(endMs > startMs && endMs !== 0xffffffff ? { title, startMs, endMs } : { title, startMs })
}
