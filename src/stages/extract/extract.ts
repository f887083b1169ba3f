import { collect } from '../../core/engine/collect.ts'
import type { FileChange } from '../../core/model/change.ts'
import type { EntityBatch, TrackDraft } from '../../core/model/entity-batch.ts'
import type { Stage } from '../../core/stage.ts'

const extractBatch: Stage<FileChange, EntityBatch, 'extract'> = {
  name: 'extract',
  async *run(changes, { workers, signal }) {
    yield await workers.extractBatch(await collect(changes), signal)
  },
}

/** Reads the changed files: tags, format, picture places, audio key, the lyrics beside them. Runs in the scan's workers. */
export const extract = (): Stage<FileChange, TrackDraft, 'extract'> => ({
  name: 'extract',
  async *run(changes, { workers, signal }) {
    yield* await workers.extract(await collect(changes), signal)
  },
  fuse: (next) => (next.name === 'batch' ? extractBatch : undefined),
})
