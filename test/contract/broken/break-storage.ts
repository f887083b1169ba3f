import { memoryStorage } from '../../../src/adapters/memory/memory-storage.ts'
import type { Crew } from '../../../src/core/ports/crew.ts'
import type { Ledger } from '../../../src/core/ports/ledger.ts'
import type { LibraryReader } from '../../../src/core/ports/library-reader.ts'
import type { LibraryWriter } from '../../../src/core/ports/library-writer.ts'
import type { Storage } from '../../../src/core/ports/storage.ts'
import type { TaskLedger } from '../../../src/core/ports/task-ledger.ts'

/** What a broken storage does otherwise; each part is given the storage that works. */
export interface Break {
  readonly writer?: (storage: Storage) => Partial<LibraryWriter>
  readonly reader?: (storage: Storage) => Partial<LibraryReader>
  readonly ledger?: (storage: Storage) => Partial<Ledger>
  readonly tasks?: (storage: Storage) => Partial<TaskLedger>
  readonly crew?: (storage: Storage) => Partial<Crew>
}

/** A memory storage with one thing wrong. */
export const breakStorage = ({ writer, reader, ledger, tasks, crew }: Break): Storage => {
  const storage = memoryStorage()
  return {
    ...storage,
    // The suite fills a commit to this limit; many runs of it are to be quick.
    limits: { maxTracksPerCommit: 10 },
    writer: { ...storage.writer, ...writer?.(storage) },
    reader: { ...storage.reader, ...reader?.(storage) },
    ledger: { ...storage.ledger, ...ledger?.(storage) },
    tasks: { ...storage.tasks, ...tasks?.(storage) },
    crew: { ...storage.crew, ...crew?.(storage) },
  }
}
