import { commitHalving } from '../../core/engine/commit-halving.ts'
import { foldersAbove } from '../../core/engine/folders-above.ts'
import type { EventTrack } from '../../core/events.ts'
import type { EntityBatch, TrackEntry } from '../../core/model/entity-batch.ts'
import type { PendingArrival } from '../../core/model/pending.ts'
import type { CommitResult, UnitCommit } from '../../core/ports/library-writer.ts'
import { headOf } from '../../core/sealed-entry.ts'
import type { Stage, StageContext } from '../../core/stage.ts'
import { tasksOwed } from '../../core/tasks-owed.ts'
import { lookupFor, placeEntries } from './place-entries.ts'

/** Arrivals with the rows they name, which must be there whenever settle comes to them. */
const arrivalsOf = (entries: readonly TrackEntry[], batch: EntityBatch): PendingArrival[] => {
  if (entries.length === 0) return []
  const artists = new Map(batch.artists.map((artist) => [artist.id, artist]))
  const albums = new Map(batch.albums.map((album) => [album.id, album]))
  return entries.map((entry) => ({
    entry,
    artists: [...new Set(entry.facts.artists.map((artist) => artist.artistId))].flatMap((id) => artists.get(id) ?? []),
    albums: entry.facts.albumId === null ? [] : [albums.get(entry.facts.albumId) ?? []].flat(),
  }))
}

const commitOf = async (batch: EntityBatch, context: StageContext): Promise<UnitCommit> => {
  const { storage, scan, deferred } = context
  const now = context.now()
  const lookup = lookupFor(batch.entries, scan.scan.generation, scan.scan.libraryWasEmpty)
  const matches = lookup === undefined ? undefined : await storage.writer.lookup(lookup)
  const { writes, arrivals, stamps } = placeEntries(batch.entries, matches)
  const paths = new Set(batch.errors.length === 0 ? [] : batch.entries.map((entry) => headOf(entry).path))
  const added = writes.filter((write) => write.action === 'insert').length
  // A known file that holds no audio any more, or cannot be read for good, is not tried again until it changes.
  const refused = batch.errors.flatMap((error) =>
    error.stamp === null || error.retryable ? [] : [{ rootId: error.rootId, path: error.path, ...error.stamp }],
  )
  return {
    lease: context.unit,
    now,
    artists: batch.artists,
    albums: batch.albums,
    tracks: writes,
    stamps: [...stamps, ...refused],
    // A file that waited for settle and changed again may be new music now: what waited is out of date.
    settled: writes.flatMap(({ entry }) => (entry.kind === 'added' ? [] : [placeOf(entry)])),
    arrivals: arrivalsOf(arrivals, batch),
    errors: batch.errors,
    // A quick scan must come back to files whose disk failed.
    relistFolders: foldersAbove(batch.errors.filter((error) => error.retryable)),
    healed: batch.healed,
    tasks: writes.flatMap((write) => tasksOwed(write.id, write.action === 'insert', deferred, now)),
    counts: {
      read: batch.entries.length + batch.errors.filter((error) => !paths.has(error.path)).length,
      added,
      updated: writes.length - added,
      errors: batch.errors.length,
    },
  }
}

const placeOf = (entry: TrackEntry): { readonly rootId: string; readonly path: string } => {
  const { rootId, path } = headOf(entry)
  return { rootId, path }
}

const tell = ({ tracks = [], errors = [] }: UnitCommit, context: StageContext): void => {
  for (const error of errors) context.emit({ type: 'item-error', error })
  if (!context.listens('track-added') && !context.listens('track-updated')) return
  for (const { action, id, entry } of tracks) {
    const type = action === 'insert' ? 'track-added' : 'track-updated'
    let track: EventTrack | undefined
    // Made when it is looked at: who reads events for the progress need not wait for tracks.
    context.emit({
      type,
      get track() {
        track ??= { ...entry.facts, id }
        return track
      },
    })
  }
}

/**
 * Stores each batch in one transaction: tracks, artists, albums, errors, tasks owed, arrivals whose identity settle judges, counts; the last one of a unit also ends the
 * unit. A batch that the storage refuses for its data is halved down to the culprit, which becomes an item error.
 */
export const persist = (): Stage<EntityBatch, CommitResult, 'persist'> => ({
  name: 'persist',
  async *run(batches, context) {
    let held: UnitCommit | undefined
    for await (const batch of batches) {
      if (held !== undefined) yield await store(held, context)
      held = await commitOf(batch, context)
    }
    const last = held ?? { lease: context.unit, now: context.now() }
    yield await store({ ...last, finished: true, thenSettle: true }, context)
  },
})

const store = async (commit: UnitCommit, context: StageContext): Promise<CommitResult> => {
  const { result, committed } = await commitHalving(commit, context)
  for (const part of committed) tell(part, context)
  return result
}
