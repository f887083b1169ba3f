import { readersOf, readFile } from './adapters/tags/read-file.ts'
import { readPending } from './adapters/tags/read-pending.ts'
import type { FileChange } from './core/model/change.ts'
import type { EntityBatch, TrackDraft, TrackEntry } from './core/model/entity-batch.ts'
import type { TagReader } from './core/ports/tag-reader.ts'
import { batchBuilder, batchDrafts } from './stages/batch/batch-drafts.ts'
import type { BatchSettings } from './stages/batch/batch-settings.ts'
import { type ExtractParts, extractFile } from './stages/extract/extract-file.ts'

/** The part of a scan's tasks that only changed files need; it is loaded when there are any. */
export interface ExtractTasks {
  extract(changes: readonly FileChange[]): Promise<readonly TrackDraft[]>
  batch(drafts: readonly TrackDraft[]): EntityBatch
  /** Both, file by file; `keep` says what of an entry is kept. */
  extractBatch(changes: readonly FileChange[], keep?: (entry: TrackEntry) => TrackEntry): Promise<EntityBatch>
}

/** What reading changed files needs. */
export interface ExtractTools extends Omit<ExtractParts, 'readFile'> {
  /** Asked in order, before our own. */
  readonly readers: readonly TagReader[]
  readonly batch: BatchSettings
}

/** Composes the readers and batch over a file source. */
export const extractTasks = ({ readers, batch, ...tools }: ExtractTools): ExtractTasks => {
  const parts: ExtractParts = { ...tools, readFile: reading([...readers, ...readersOf.auto]) }
  const each = async (changes: readonly FileChange[], take: (draft: TrackDraft) => void): Promise<void> => {
    for (const change of changes) {
      const draft = extractFile(change, parts)
      take(draft instanceof Promise ? await draft : draft)
    }
  }
  return {
    async extract(changes) {
      const drafts: TrackDraft[] = []
      await each(changes, (draft) => drafts.push(draft))
      return drafts
    },
    async extractBatch(changes, keep) {
      const building = batchBuilder(batch, keep)
      await each(changes, building.add)
      return building.built()
    },
    batch: (drafts) => batchDrafts(drafts, batch),
  }
}

/** The chain of readers, over files that are read at once or fetched piece by piece. */
const reading =
  (chain: readonly TagReader[]): ExtractParts['readFile'] =>
  (input, fetch) =>
    fetch === undefined
      ? readFile(input, chain)
      : readPending(
          () => readFile(input, chain),
          ({ position, length }) => fetch(position, length),
        )
