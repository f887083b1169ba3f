import type { FolderState } from '../../core/model/change.ts'
import type { ItemError } from '../../core/model/item-error.ts'
import type { PendingArrival } from '../../core/model/pending.ts'
import type { Root } from '../../core/model/root.ts'
import type { TaskOwed } from '../../core/model/scan.ts'
import type { TrackFacts } from '../../core/model/track.ts'
import type { TrackWrite } from '../../core/ports/library-writer.ts'
import { trackFacts } from './track-facts.ts'

/** A root of the library. */
export const root = (values: Pick<Root, 'id'> & Partial<Root>): Root => ({
  location: `/srv/${values.id}`,
  device: 1,
  inode: 1,
  ...values,
})

/** A folder as its last listing saw it. */
export const folderState = (values: Pick<FolderState, 'key'> & Partial<FolderState>): FolderState => ({
  rootId: 'music',
  diskPath: null,
  mtimeUs: 1_700_000_000_000_000,
  configHash: 'c0ffee',
  mounts: 0,
  sidecars: [],
  ...values,
})

/** An entry of the error list. */
export const itemError = (values: Pick<ItemError, 'path'> & Partial<ItemError>): ItemError => ({
  rootId: 'music',
  code: 'FILE_DAMAGED',
  stage: 'extract',
  message: 'The file ends in the middle of a frame.',
  retryable: false,
  stamp: { size: 100, mtimeUs: 1_700_000_000_000_001, ctimeUs: 1_700_000_000_000_002 },
  at: 1,
  ...values,
})

/** Deferred work owed for a track. */
export const taskOwed = (values: Pick<TaskOwed, 'subjectId'> & Partial<TaskOwed>): TaskOwed => ({
  kind: 'fingerprint',
  subjectType: 'track',
  version: '1',
  priority: 0,
  notBefore: 0,
  ...values,
})

/** A new track to write. */
export const insertion = (id: string, facts: Partial<TrackFacts> = {}): TrackWrite => ({
  action: 'insert',
  id,
  entry: { kind: 'added', facts: trackFacts(facts) },
})

/** A known track to write again. */
export const rewriting = (id: string, facts: Partial<TrackFacts> = {}): TrackWrite => ({
  action: 'update',
  id,
  entry: { kind: 'changed', facts: trackFacts(facts) },
})

/** A file whose identity settle must judge. */
export const pendingArrival = (
  facts: Partial<TrackFacts> = {},
  values: Partial<PendingArrival> = {},
): PendingArrival => ({
  entry: { kind: 'added', facts: trackFacts(facts) },
  artists: [],
  albums: [],
  ...values,
})
