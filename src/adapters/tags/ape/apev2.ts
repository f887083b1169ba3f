import type { ByteSource } from '../../../core/ports/byte-source.ts'
import { fieldFor, fieldsOf } from '../tag-map.ts'
import type { TagSink } from '../tag-sink.ts'
import { latin1, utf8, zeroAt } from '../text-bytes.ts'

/** Length of the header and of the footer of a tag. */
export const apeFooterBytes = 32

const fields = fieldsOf('ape')

/** The most of one value that is read as text; a key has at most 255 characters. */
const mostValueBytes = 1024 * 1024
const mostItems = 10_000
const mostPictures = 200

/** How much of a picture is read for its file name, which stands before it. */
const pictureHeadBytes = 512

const binary = 1
const text = 0

/** Picture types (ID3v2.4 §4.14) of the items that hold pictures. */
const pictureTypes: ReadonlyMap<string, number> = new Map([
  ['COVER ART (FRONT)', 3],
  ['COVER ART (BACK)', 4],
  ['COVER ART (LEAFLET)', 5],
  ['COVER ART (MEDIA)', 6],
  ['COVER ART (LEAD ARTIST)', 7],
  ['COVER ART (ARTIST)', 8],
  ['COVER ART (BAND)', 10],
  ['COVER ART (BAND LOGO)', 19],
  ['COVER ART (OTHER)', 0],
])

/** The header or footer of a tag; both say the same. */
export interface ApeFooter {
  readonly version: number
  /** Bytes of the items and the footer. */
  readonly size: number
  readonly items: number
  readonly hasHeader: boolean
}

function u32le(bytes: Uint8Array, at: number): number {
  return (
    ((bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24)) >>> 0
  )
}

/** The APEv1 or APEv2 header or footer at `at`, if there is one (wiki.hydrogenaudio.org, APE Tags Header). */
export function apeFooter(bytes: Uint8Array, at: number): ApeFooter | undefined {
  if (at < 0 || at + apeFooterBytes > bytes.byteLength) return undefined
  // APETAGEX
  if (u32le(bytes, at) !== 0x54455041 || u32le(bytes, at + 4) !== 0x58454741) return undefined
  const size = u32le(bytes, at + 12)
  if (size < apeFooterBytes) return undefined
  const flags = u32le(bytes, at + 20)
  return { version: u32le(bytes, at + 8), size, items: u32le(bytes, at + 16), hasHeader: flags >= 0x80000000 }
}

/** Reads the items of a tag, which begin at `position` and end before `end`. Pictures are passed over, their places remembered. */
export function readApeItems(
  source: ByteSource,
  position: number,
  end: number,
  footer: ApeFooter,
  sink: TagSink,
): void {
  sink.tags.from('ape')
  const decode = footer.version >= 2000 ? utf8 : latin1
  let base = position
  let bytes = source.view(base, Math.min(end - base, 8192))
  const fetch = (from: number, length: number): number => {
    if (from < base || from + length > base + bytes.byteLength) {
      base = from
      bytes = source.view(base, Math.min(end - base, Math.max(length, 8192)))
    }
    return from - base
  }
  let at = position
  for (let items = Math.min(footer.items, mostItems); items > 0 && at + 11 <= end; items--) {
    const header = fetch(at, Math.min(end - at, 8 + 256))
    const size = u32le(bytes, header)
    const kind = (u32le(bytes, header + 4) >>> 1) & 3
    const keyAt = header + 8
    const keyEnd = zeroAt(bytes, keyAt, Math.min(keyAt + 256, bytes.byteLength))
    const valueAt = at + 8 + (keyEnd - keyAt) + 1
    if (bytes[keyEnd] !== 0 || valueAt + size > end) {
      sink.warnings.push('An item of the APE tag is longer than the tag; it and what follows were left out.')
      return
    }
    at = valueAt + size
    const key = latin1(bytes, keyAt, keyEnd)
    if (kind === text) {
      const field = fieldFor(fields, key)
      if (field === undefined) continue
      const shown = Math.min(size, mostValueBytes)
      const from = fetch(valueAt, shown)
      for (const value of decode(bytes, from, from + shown).split('\0')) sink.tags.add(field, value)
    } else if (kind === binary) {
      const type = pictureTypes.get(key.toUpperCase())
      if (type === undefined || sink.pictures.length >= mostPictures) continue
      const from = fetch(valueAt, Math.min(size, pictureHeadBytes))
      const nameEnd = zeroAt(bytes, from, Math.min(from + Math.min(size, pictureHeadBytes), bytes.byteLength))
      const nameBytes = bytes[nameEnd] === 0 && nameEnd - from < size ? nameEnd - from + 1 : 0
      if (size <= nameBytes) continue
      const name = utf8(bytes, from, from + Math.max(0, nameBytes - 1)).trim()
      sink.pictures.push({
        offset: valueAt + nameBytes,
        length: size - nameBytes,
        mime: imageMime(bytes, from + nameBytes),
        type,
        ...(name === '' ? {} : { description: name }),
      })
    }
  }
}

/** The media type that the first bytes of a picture show; APE tags do not tell it. */
function imageMime(bytes: Uint8Array, at: number): string {
  const start = u32le(bytes, at)
  if ((start & 0xffffff) === 0xffd8ff) return 'image/jpeg'
  if (start === 0x474e5089) return 'image/png'
  if (start === 0x38464947) return 'image/gif'
  if (start === 0x46464952) return 'image/webp'
  return (start & 0xffff) === 0x4d42 ? 'image/bmp' : 'image/'
}
