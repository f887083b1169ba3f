import { crc32 } from 'node:zlib'
import type { GeneratedCover } from './generated-track.ts'
import { random } from './random.ts'

// A grey 2×2 square, made by `ffmpeg -f lavfi -i color=gray:s=8x8 -frames:v 1 -vf scale=2:2 -bitexact` with
// `-pix_fmt yuvj420p -q:v 31 -huffman optimal x.jpg` and `-pix_fmt gray x.png`.
const JPEG = Buffer.from(
  '/9j/4AAQSkZJRgABAgAAAQABAAD/2wBDAAg+Pkk+SVVVVVVVVWRdZGhoaGRkZGRoaGhwcHCDg4NwcHBoaHBwfHyDg4+Tj4eHg4eTk5ubm7q6srLZ2eD/////xABKAAEAAAAAAAAAAAAAAAAAAAAAAQEAAAAAAAAAAAAAAAAAAAAAEAEAAAAAAAAAAAAAAAAAAAAAEQEAAAAAAAAAAAAAAAAAAAAA/8AAEQgAAgACAwEiAAIRAAMRAP/aAAwDAQACEQMRAD8AAA//2Q==',
  'base64',
)
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAAAAABX3VL4AAAACXBIWXMAAAABAAAAAQBPJcTWAAAADklEQVR4nGNoaGBoaAAABgYCASzBUNcAAAAASUVORK5CYII=',
  'base64',
)

const JFIF_HEADER = 20
const PNG_HEADER = 33
const MAX_JPEG_COMMENT = 65_533
const cache = new Map<string, Buffer>()

/** The image bytes of a cover: exactly `cover.bytes` long, or the smallest valid image when that is longer. */
export const renderCover = (cover: GeneratedCover): Buffer => {
  const key = `${cover.mime} ${cover.bytes} ${cover.identity}`
  let image = cache.get(key)
  if (image === undefined) {
    // An album's tracks follow each other: one cover at a time is needed.
    cache.clear()
    image = cover.mime === 'image/jpeg' ? jpeg(cover) : png(cover)
    cache.set(key, image)
  }
  return image
}

const filler = (cover: GeneratedCover, length: number): Buffer => {
  const noise = random(0xc07e5, cover.identity)
  const data = Buffer.alloc(length, 0x20)
  data.write(`cover ${cover.identity} ${noise.next()}`, 'latin1')
  return data
}

// JPEG comment segments (ITU-T T.81 §B.2.4.5) carry the padding.
const jpeg = (cover: GeneratedCover): Buffer => {
  const parts: Buffer[] = [JPEG.subarray(0, JFIF_HEADER)]
  for (let rest = cover.bytes - JPEG.length; rest > 4; ) {
    const length = Math.min(rest - 4, MAX_JPEG_COMMENT)
    const head = Buffer.from([0xff, 0xfe, 0, 0])
    head.writeUInt16BE(length + 2, 2)
    parts.push(head, filler(cover, length))
    rest -= length + 4
  }
  return Buffer.concat([...parts, JPEG.subarray(JFIF_HEADER)])
}

// A private ancillary PNG chunk (W3C PNG §4.7) carries the padding.
const png = (cover: GeneratedCover): Buffer => {
  const length = Math.max(0, cover.bytes - PNG.length - 12)
  const body = Buffer.concat([Buffer.from('scAn', 'latin1'), filler(cover, length)])
  const frame = Buffer.alloc(8)
  frame.writeUInt32BE(length, 0)
  frame.writeUInt32BE(crc32(body), 4)
  return Buffer.concat([
    PNG.subarray(0, PNG_HEADER),
    frame.subarray(0, 4),
    body,
    frame.subarray(4),
    PNG.subarray(PNG_HEADER),
  ])
}
