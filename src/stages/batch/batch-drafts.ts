import type { EntityBatch, TrackDraft, TrackEntry } from '../../core/model/entity-batch.ts'
import type { ItemError } from '../../core/model/item-error.ts'
import { batchRules } from './batch-rules.ts'
import type { BatchSettings } from './batch-settings.ts'
import { type SharedRows, trackFacts } from './track-facts.ts'

export type { BatchSettings } from './batch-settings.ts'

/** A batch in the making, draft by draft, so that a draft need not be kept. */
export interface BatchBuilder {
  add(draft: TrackDraft): void
  built(): EntityBatch
}

/**
 * Begins a batch. The artists and albums that drafts name stand there once, as the first draft that names them spells them.
 * @param keep What of an entry is kept.
 */
export const batchBuilder = (
  settings: BatchSettings,
  keep: (entry: TrackEntry) => TrackEntry = (entry) => entry,
): BatchBuilder => {
  const rules = batchRules(settings)
  const shared: SharedRows = { artists: new Map(), albums: new Map() }
  const entries: TrackEntry[] = []
  const errors: ItemError[] = []
  const healed: { readonly rootId: string; readonly path: string }[] = []
  return {
    add(draft) {
      const { change, error } = draft
      if (error === undefined) healed.push({ rootId: change.rootId, path: change.path })
      else errors.push(error)
      if (draft.isTrack) entries.push(keep({ kind: change.kind, facts: trackFacts(draft, rules, shared) }))
    },
    built: () => ({
      entries,
      artists: [...shared.artists.values()],
      albums: [...shared.albums.values()],
      errors,
      healed,
    }),
  }
}

/** Turns the drafts of a unit into rows. */
export const batchDrafts = (drafts: readonly TrackDraft[], settings: BatchSettings): EntityBatch => {
  const batch = batchBuilder(settings)
  for (const draft of drafts) batch.add(draft)
  return batch.built()
}
