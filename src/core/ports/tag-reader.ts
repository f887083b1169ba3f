import type { FileReading } from '../model/file-reading.ts'
import type { ByteSource } from './byte-source.ts'

/** What a reader is told about the file besides its bytes. */
export interface TagReaderInput {
  /** Name of the file, for its extension. */
  readonly name: string
  readonly bytes: ByteSource
}

/**
 * Reads tags, format, picture places and audio key of one file. Pure and repeatable: the same bytes give the same reading.
 * A reader answers `undefined` for a file that is not its own, and throws a `ScanError` (`FILE_NO_AUDIO`, `FILE_DAMAGED`) for one that is but cannot be read.
 */
export interface TagReader {
  readonly specVersion: 'v1'
  /** Goes into {@link FileReading.reader}. */
  readonly name: string
  /** Reads one file; `undefined` when it is none of its own. */
  read(input: TagReaderInput): FileReading | undefined | Promise<FileReading | undefined>
}
