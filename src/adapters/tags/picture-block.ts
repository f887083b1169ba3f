import type { PicturePlace } from '../../core/model/picture-place.ts'
import { pictureMime } from './tag-sink.ts'
import { latin1, utf8 } from './text-bytes.ts'

/** The header of a FLAC picture block, and where in it the picture begins. */
export interface PictureBlock {
  readonly about: Pick<PicturePlace, 'mime' | 'type' | 'description'>
  /** Bytes from the start of the block to the picture. */
  readonly dataOffset: number
  /** Length of the picture, as the header tells it. */
  readonly length: number
}

function u32(bytes: Uint8Array, at: number): number {
  return (
    (((bytes[at] ?? 0) << 24) | ((bytes[at + 1] ?? 0) << 16) | ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0)) >>> 0
  )
}

/**
 * Reads the header of a `METADATA_BLOCK_PICTURE` (RFC 9639 §8.8): type, media type, description, dimensions, length of the data, which
 * need not be there. Answers `undefined` when the header itself is not whole.
 */
export function readPictureBlock(bytes: Uint8Array, start: number, end: number): PictureBlock | undefined {
  const mimeLength = u32(bytes, start + 4)
  const descriptionAt = start + 8 + mimeLength
  if (descriptionAt + 4 > end) return undefined
  const descriptionLength = u32(bytes, descriptionAt)
  const restAt = descriptionAt + 4 + descriptionLength
  if (restAt + 20 > end) return undefined
  const type = u32(bytes, start)
  const description = utf8(bytes, descriptionAt + 4, restAt)
    .replaceAll('\0', '')
    .trim()
  return {
    about: {
      mime: pictureMime(latin1(bytes, start + 8, descriptionAt).replaceAll('\0', '')),
      type: type <= 20 ? type : 0,
      ...(description === '' ? {} : { description }),
    },
    dataOffset: restAt + 20 - start,
    length: u32(bytes, restAt + 16),
  }
}
