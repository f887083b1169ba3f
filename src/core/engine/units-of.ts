import type { FileChange } from '../model/change.ts'
import type { NewUnit } from '../model/scan.ts'
import type { DiscoverRequest } from '../ports/scan-workers.ts'

/** The payload of a unit to extract. */
export const extractUnit = (rootId: string, changes: readonly FileChange[]): NewUnit => ({
  segment: 'extract',
  rootId,
  payload: JSON.stringify(changes),
})

/** Reads an extract unit's payload back. */
export const changesOf = (payload: string): readonly FileChange[] => JSON.parse(payload) as FileChange[]

/** What a discover unit diffs, as its payload keeps it. */
export type DiscoverScope = Pick<DiscoverRequest, 'rootId' | 'under' | 'names'>

/** The payload of a discover unit. */
export const discoverPayload = (scope: DiscoverScope): string => JSON.stringify(scope)

/** Reads a discover unit's payload back. */
export const scopeOf = (payload: string): DiscoverScope => JSON.parse(payload) as DiscoverScope
