import type { IAudioMetadata, IPicture } from 'music-metadata'
import { ScanError } from '../../../core/errors.ts'
import type { PicturePlace } from '../../../core/model/picture-place.ts'
import { BytesPending } from '../../../core/ports/byte-source.ts'
import type { TagReader, TagReaderInput } from '../../../core/ports/tag-reader.ts'
import { newTagSink } from '../tag-sink.ts'
import { mapFormat } from './map-format.ts'
import { mapTags } from './map-tags.ts'
import { pictureTypes } from './picture-types.ts'
import { SourceBlob } from './source-blob.ts'

/** The music-metadata package alone, under our names: the reference that our own readers are held to, and the fallback for formats they do not know. */
export const musicMetadataReader: TagReader = {
  specVersion: 'v1',
  name: 'music-metadata',
  async read(input) {
    const metadata = await parse(input)
    const sink = newTagSink()
    mapTags(metadata, sink.tags)
    return {
      reader: 'music-metadata',
      tags: sink.tags.finish(),
      format: mapFormat(metadata),
      pictures: placesOf(metadata),
      warnings: warningsOf(metadata),
    }
  },
}

/** Parses a file; throws `FILE_NO_AUDIO` for what music-metadata cannot make out. `pictures: false` leaves pictures unread. */
export async function parse({ name, bytes }: TagReaderInput, pictures = true): Promise<IAudioMetadata> {
  // Loaded on use: most libraries never need it, and every reader thread would pay for it at its start.
  const { parseBlob } = await import('music-metadata')
  let metadata: IAudioMetadata
  try {
    // An options object of its own: music-metadata writes into it.
    const options = { duration: true, includeChapters: true, skipCovers: !pictures }
    metadata = await parseBlob(SourceBlob.ofFile(bytes, name), options)
  } catch (error) {
    if (error instanceof BytesPending || isSystemError(error)) throw error
    const why = error instanceof Error ? error.message : String(error)
    throw new ScanError('FILE_NO_AUDIO', `No reader can make out the audio of ${name}: ${why}`, { cause: error })
  }
  const { codec, sampleRate, hasAudio } = metadata.format
  if (hasAudio === false || (codec === undefined && sampleRate === undefined)) {
    throw new ScanError('FILE_NO_AUDIO', `${name} holds no audio.`)
  }
  return metadata
}

/** What the file system says: `EIO`, `ESTALE`; a fault of the disk, not of the file's content. */
function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'errno' in error && 'syscall' in error
}

const mostWarnings = 20

/** Its warnings, each once: padding alone can bring hundreds. */
export function warningsOf(metadata: IAudioMetadata): string[] {
  return [...new Set(metadata.quality.warnings.map(({ message }) => message.replaceAll('\0', '')))].slice(
    0,
    mostWarnings,
  )
}

/** music-metadata hands out pictures and not their places. */
export function placesOf(metadata: IAudioMetadata): PicturePlace[] {
  return (metadata.common.picture ?? []).map((picture: IPicture) => ({
    offset: -1,
    length: picture.data.byteLength,
    mime: picture.format,
    type: Math.max(0, pictureTypes.indexOf(picture.type ?? '')),
    ...(picture.description ? { description: picture.description } : {}),
  }))
}
