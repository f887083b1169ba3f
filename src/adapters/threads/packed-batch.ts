import type { EntityBatch, TrackEntry } from '../../core/model/entity-batch.ts'
import { type EntryHead, headOf, type PackedFacts, packFacts, sealedEntries } from '../../core/sealed-entry.ts'

/** A batch as it crosses threads: the facts of its entries as bytes, which go on to the storage as they are, and the rest as JSON that the host reads. */
export interface PackedBatch {
  readonly head: string
  readonly facts: PackedFacts
}

interface Head extends Omit<EntityBatch, 'entries'> {
  readonly kinds: readonly TrackEntry['kind'][]
  readonly heads: readonly EntryHead[]
}

/** Packs a batch. */
export const packBatch = ({ entries, ...rest }: EntityBatch): PackedBatch => {
  const head: Head = { ...rest, kinds: entries.map((entry) => entry.kind), heads: entries.map(plainHead) }
  return { head: JSON.stringify(head), facts: packFacts(entries) }
}

const plainHead = (entry: TrackEntry): EntryHead => {
  const { rootId, path, audioKey, size, mtimeUs, ctimeUs, reader } = headOf(entry)
  return { rootId, path, audioKey, size, mtimeUs, ctimeUs, reader }
}

/** Unpacks a batch; its entries are sealed. */
export const unpackBatch = ({ head, facts }: PackedBatch): EntityBatch => {
  const { kinds, heads, ...rest } = JSON.parse(head) as Head
  return { ...rest, entries: sealedEntries(kinds, facts, heads) }
}

/** What of an answer is given away instead of copied. */
export const givenAway = (message: unknown): ArrayBuffer[] => {
  if (typeof message !== 'object' || message === null || !('r' in message)) return []
  const { r: result } = message
  if (typeof result !== 'object' || result === null || !('facts' in result)) return []
  return [(result as PackedBatch).facts.bytes.buffer]
}
