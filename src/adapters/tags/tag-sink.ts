import type { PicturePlace } from '../../core/model/picture-place.ts'
import { TagCollector } from './tag-collector.ts'
import { cleanText } from './tag-values.ts'

/** Where the parsers of one file's tags put what they find. */
export interface TagSink {
  readonly tags: TagCollector
  readonly pictures: PicturePlace[]
  readonly warnings: string[]
}

export function newTagSink(): TagSink {
  return { tags: new TagCollector(), pictures: [], warnings: [] }
}

/** `image/jpeg` for `JPG`, `image/jpg`, …: the media type that a picture declares, in its usual spelling. */
export function pictureMime(declared: string): string {
  const mime = cleanText(declared).toLowerCase()
  switch (mime) {
    case 'jpg':
    case 'jpeg':
    case 'image/jpg':
      return 'image/jpeg'
    case 'png':
      return 'image/png'
    default:
      return mime
  }
}
