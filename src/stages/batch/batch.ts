import { collect } from '../../core/engine/collect.ts'
import type { EntityBatch, TrackDraft } from '../../core/model/entity-batch.ts'
import type { Stage } from '../../core/stage.ts'

/** Turns the drafts of a unit into rows: artists split and deduplicated, albums grouped, genres, quality. Its rules are the scanner's `tags` options. */
export const batch = (): Stage<TrackDraft, EntityBatch, 'batch'> => ({
  name: 'batch',
  async *run(drafts, { workers, signal }) {
    yield await workers.batch(await collect(drafts), signal)
  },
})
