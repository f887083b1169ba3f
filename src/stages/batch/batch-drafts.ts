import type { EntityBatch, TrackDraft, TrackEntry } from '../../core/model/entity-batch.ts'
import type { ItemError } from '../../core/model/item-error.ts'
import { batchRules } from './batch-rules.ts'
import type { BatchSettings } from './batch-settings.ts'
import { type SharedRows, trackFacts } from './track-facts.ts'

export type { BatchSettings } from './batch-settings.ts'

/** Turns the drafts of a unit into rows. The artists and albums they name stand there once, as the first draft that names them spells them. */
export const batchDrafts = (drafts: readonly TrackDraft[], settings: BatchSettings): EntityBatch => {
  const rules = batchRules(settings)
  const shared: SharedRows = { artists: new Map(), albums: new Map() }
  const entries: TrackEntry[] = []
  const errors: ItemError[] = []
  const healed: { readonly rootId: string; readonly path: string }[] = []
  for (const draft of drafts) {
    const { change, error } = draft
    if (error === undefined) healed.push({ rootId: change.rootId, path: change.path })
    else errors.push(error)
    if (draft.isTrack) entries.push({ kind: change.kind, facts: trackFacts(draft, rules, shared) })
  }
  return { entries, artists: [...shared.artists.values()], albums: [...shared.albums.values()], errors, healed }
}
