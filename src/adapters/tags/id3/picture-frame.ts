import type { ByteSource } from '../../../core/ports/byte-source.ts'
import { pictureMime, type TagSink } from '../tag-sink.ts'
import { latin1, zeroAt } from '../text-bytes.ts'
import { type FrameForm, frameContent } from './frame-body.ts'
import { afterText, decodeText, textEnd } from './frame-text.ts'

/** Enough for encoding, media type and description. */
const headBytes = 1024

/**
 * Notes where the picture of an `APIC` (ID3v2.4 §4.14) or `PIC` (ID3v2.2 §4.15) frame lies, reading no more than its head. The place is −1 when the
 * picture is not stored as it is: unsynchronised, compressed, or in a tag that had to be unpacked.
 */
export function readPictureFrame(
  source: ByteSource,
  position: number,
  size: number,
  form: FrameForm,
  major: number,
  inFile: boolean,
  sink: TagSink,
): void {
  const stored = source.view(position, Math.min(size, headBytes))
  const packed = form.compressed || form.unsynchronised
  // A compressed picture would have to be unpacked to be described, which nothing needs before it is wanted.
  const head = form.compressed ? undefined : frameContent(stored, form, 0)
  if (head === undefined) {
    if (form.encrypted) return
    sink.pictures.push({ offset: -1, length: size, mime: 'image/', type: 0 })
    return
  }
  const end = head.byteLength
  const encoding = head[0] ?? 0
  const mimeEnd = major === 2 ? Math.min(4, end) : zeroAt(head, 1, end)
  const mime = latin1(head, 1, mimeEnd)
  const typeAt = major === 2 ? mimeEnd : mimeEnd + 1
  if (mime === '-->' || typeAt + 1 >= end) return
  const descriptionEnd = textEnd(encoding, head, typeAt + 1, end)
  const description = decodeText(encoding, head, typeAt + 1, descriptionEnd)
    .replaceAll('\0', '')
    .trim()
  const dataAt = form.prefix + afterText(encoding, descriptionEnd, end)
  const length = size - dataAt
  if (length <= 0) return
  const type = head[typeAt] ?? 0
  sink.pictures.push({
    offset: packed || !inFile ? -1 : position + dataAt,
    length,
    mime: pictureMime(mime),
    type: type <= 20 ? type : 0,
    ...(description === '' ? {} : { description }),
  })
}
