import type { FileReading } from '../../core/model/file-reading.ts'
import type { TagReader, TagReaderInput } from '../../core/ports/tag-reader.ts'

/** A reader of ours: it answers at once, as its bytes do. */
export interface NativeReader extends TagReader {
  readonly name: 'native'
  read(input: TagReaderInput): FileReading | undefined
}
