import { ScanError } from '../../core/errors.ts'
import type { FileReading } from '../../core/model/file-reading.ts'
import type { TagReader, TagReaderInput } from '../../core/ports/tag-reader.ts'
import { flacReader } from './flac/flac-reader.ts'
import { mp3Reader } from './mp3/mp3-reader.ts'
import { mp4Reader } from './mp4/mp4-reader.ts'
import { musicMetadataReader } from './music-metadata/music-metadata-reader.ts'
import { oggReader } from './ogg/ogg-reader.ts'
import { fallbackReader } from './other/fallback-reader.ts'
import { ttaReader } from './other/tta-reader.ts'
import { wavReader } from './wav/wav-reader.ts'

/** Which readers may read a file. */
export type ReaderChoice = 'auto' | 'native' | 'music-metadata'

/**
 * Our own readers, in the order in which they are asked: each knows its files by their first bytes. MPEG audio has no mark and knows the marks of others instead;
 * it comes first because others would have to look behind its ID3 tag, which costs a read.
 */
export const nativeReaders: readonly TagReader[] = [mp3Reader, flacReader, oggReader, mp4Reader, wavReader, ttaReader]

/** The readers of each choice, in the order in which they are asked. */
export const readersOf: { readonly [C in ReaderChoice]: readonly TagReader[] } = {
  auto: [...nativeReaders, fallbackReader],
  native: nativeReaders,
  'music-metadata': [musicMetadataReader],
}

/**
 * Reads a file with the first reader that knows it. Answers at once when that reader does, which ours do. Throws what the reader throws
 * (`FILE_DAMAGED`, `FILE_NO_AUDIO`; an error of the file source as it is), and `FILE_NO_AUDIO` when no reader knows the file.
 */
export function readFile(
  input: TagReaderInput,
  readers: readonly TagReader[] = readersOf.auto,
): FileReading | Promise<FileReading> {
  for (let i = 0; i < readers.length; i++) {
    const reading = readers[i]?.read(input)
    if (reading instanceof Promise) return readOn(reading, input, readers.slice(i + 1))
    if (reading !== undefined) return reading
  }
  throw new ScanError('FILE_NO_AUDIO', `${input.name} is of no format that a reader knows.`)
}

async function readOn(
  first: Promise<FileReading | undefined>,
  input: TagReaderInput,
  others: readonly TagReader[],
): Promise<FileReading> {
  return (await first) ?? readFile(input, others)
}
