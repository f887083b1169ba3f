import type { DiscoverChunk } from '../../core/model/discover-chunk.ts'

/** One thing that a scan would do, as plain data. */
export type PlanEntry =
  | {
      readonly type: 'added' | 'changed' | 'returned' | 'sidecar' | 'missing' | 'error' | 'stopped'
      readonly rootId: string
      readonly path: string
      readonly reason: string
    }
  | {
      readonly type: 'moved'
      readonly rootId: string
      readonly path: string
      readonly reason: string
      readonly from: { readonly rootId: string; readonly path: string }
    }

/** A chunk of a diff as entries of a plan. */
export function* planEntries({ changes, losses, errors }: DiscoverChunk): Generator<PlanEntry> {
  for (const { kind, rootId, path, reason } of changes) yield { type: kind, rootId, path, reason }
  for (const { rootId, path, reason } of losses) yield { type: 'missing', rootId, path, reason }
  for (const { rootId, path, message } of errors) yield { type: 'error', rootId, path, reason: message }
}
