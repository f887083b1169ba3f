import type { LibraryChange } from '../../core/ports/library-reader.ts'
import type { Library } from './library.ts'

/** Puts a track's change at the end; an earlier one of the track goes. */
export const recordChange = (library: Library, trackId: string, change: LibraryChange['change']): void =>
  library.changes.put({ trackId, change, seq: library.nextSeq() })
