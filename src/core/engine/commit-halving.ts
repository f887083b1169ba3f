import { ScanError } from '../errors.ts'
import type { CommitResult, TrackWrite, UnitCommit } from '../ports/library-writer.ts'
import type { StageContext } from '../stage.ts'

/** What was stored in the end, and in which transactions. */
export interface HalvedCommit {
  readonly result: CommitResult
  readonly committed: readonly UnitCommit[]
}

/**
 * Commits; when the storage refuses the data of a row (`STORAGE_REFUSED`), commits the rest of the transaction without its tracks and then the tracks in halves, down to the
 * culprit, which becomes an item error. The unit ends with the last transaction, so that a crash between them only means that it is done again.
 */
export const commitHalving = async (commit: UnitCommit, context: StageContext): Promise<HalvedCommit> => {
  const { writer } = context.storage
  try {
    return { result: await writer.commit(commit), committed: [commit] }
  } catch (error) {
    if (!(ScanError.is(error) && error.code === 'STORAGE_REFUSED')) throw error
    const tracks = commit.tracks ?? []
    const arrivals = commit.arrivals ?? []
    if (tracks.length + arrivals.length === 0) throw error
    const { lease, now } = commit
    const committed: UnitCommit[] = []
    const attempt = async (part: UnitCommit): Promise<void> => {
      const size = (part.tracks?.length ?? 0) + (part.arrivals?.length ?? 0)
      try {
        await writer.commit(part)
        committed.push(part)
      } catch (refusal) {
        if (!(ScanError.is(refusal) && refusal.code === 'STORAGE_REFUSED')) throw refusal
        if (size === 1) {
          const culprit = culpritError(part, refusal, now)
          await writer.commit(culprit)
          committed.push(culprit)
          return
        }
        for (const half of halves(part)) await attempt(half)
      }
    }
    const seeds = { lease, now, artists: commit.artists ?? [], albums: commit.albums ?? [] }
    for (const half of halves({ ...seeds, tracks, arrivals, tasks: commit.tasks ?? [] })) await attempt(half)
    const stored = committed.flatMap((part) => part.tracks ?? [])
    const added = stored.filter((write) => write.action === 'insert').length
    const rest: UnitCommit = {
      ...commit,
      tracks: [],
      arrivals: [],
      tasks: [],
      artists: [],
      albums: [],
      counts: { ...commit.counts, added, updated: stored.length - added },
    }
    const result = await writer.commit(rest)
    return { result, committed: [...committed, rest] }
  }
}

const halves = (part: UnitCommit): UnitCommit[] => {
  const tracks = part.tracks ?? []
  const arrivals = part.arrivals ?? []
  if (tracks.length === 0) {
    const middle = Math.ceil(arrivals.length / 2)
    return [arrivals.slice(0, middle), arrivals.slice(middle)]
      .filter((some) => some.length > 0)
      .map((some) => ({ ...part, arrivals: some }))
  }
  const withTasks = (some: readonly TrackWrite[]): UnitCommit => {
    const ids = new Set(some.map((write) => write.id))
    return { ...part, tracks: some, arrivals: [], tasks: (part.tasks ?? []).filter((task) => ids.has(task.subjectId)) }
  }
  if (arrivals.length > 0) return [withTasks(tracks), { ...part, tracks: [], tasks: [] }]
  const middle = Math.ceil(tracks.length / 2)
  return [tracks.slice(0, middle), tracks.slice(middle)].filter((some) => some.length > 0).map(withTasks)
}

const culpritError = (part: UnitCommit, cause: ScanError, now: number): UnitCommit => {
  const facts = part.tracks?.[0]?.entry.facts ?? part.arrivals?.[0]?.entry.facts
  if (facts === undefined) throw cause
  const { rootId, path, size, mtimeUs, ctimeUs } = facts
  return {
    lease: part.lease,
    now,
    errors: [
      {
        rootId,
        path,
        code: 'STORAGE_REFUSED',
        stage: 'persist',
        message: `The storage refused this track: ${cause.message}`,
        retryable: false,
        stamp: { size, mtimeUs, ctimeUs },
        at: now,
      },
    ],
    counts: { errors: 1 },
  }
}
