import type { TrackEntry } from '../../core/model/entity-batch.ts'
import type { IdentityCandidate, PendingArrival } from '../../core/model/pending.ts'
import type { ScanCounts } from '../../core/model/scan.ts'
import type { TrackWrite, UnitCommit } from '../../core/ports/library-writer.ts'
import type { StageContext } from '../../core/stage.ts'
import { tasksOwed } from '../../core/tasks-owed.ts'
import type { SortKeyOptions } from '../../core/text/sort-key.ts'

/** Rows that settle reads and commits at once: small enough that neither the host's loop nor a transaction is held long. */
export const pageSize = 100

/** What the phases of settle share: the stage's context, and tracks that lost their place to an arrival and may yet be found elsewhere. */
export interface SettleContext {
  readonly stage: StageContext
  readonly vacated: Set<string>
  /** Whether losses above the mass-deletion guard are believed. */
  readonly confirmed: boolean
  readonly sorting: SortKeyOptions
  readonly guard: { readonly ratio: number; readonly minimum: number }
  readonly stopped: (rootId: string, losses: number, tracks: number) => void
}

/** One judged arrival: it becomes the track `id`. */
export interface Judgement {
  readonly entry: TrackEntry
  readonly id: string
  readonly as: 'new' | 'moved' | 'replaced' | 'returned'
  readonly from: IdentityCandidate | undefined
  readonly ambiguous: boolean
}

/** Commits a page of judgements: vacates the places that others hold, writes the tracks, owes their tasks, and tells listeners. */
export const commitJudgements = async (
  judgements: readonly Judgement[],
  seeds: Pick<UnitCommit, 'artists' | 'albums'>,
  { stage, vacated }: SettleContext,
): Promise<void> => {
  if (judgements.length === 0) return
  const now = stage.now()
  const ids = new Set(judgements.map((judgement) => judgement.id))
  const vacate = await holdersOf(judgements, stage)
  for (const id of vacate) if (!ids.has(id)) vacated.add(id)
  for (const id of ids) vacated.delete(id)
  const tracks: TrackWrite[] = judgements.map(({ as, id, entry }) => ({
    action: as === 'new' ? 'insert' : 'update',
    id,
    entry,
  }))
  const count = (as: Judgement['as']): number => judgements.filter((judgement) => judgement.as === as).length
  const counts: Partial<ScanCounts> = {
    added: count('new'),
    moved: count('moved'),
    replaced: count('replaced'),
    returned: count('returned'),
  }
  await stage.storage.writer.commit({
    lease: stage.unit,
    now,
    ...seeds,
    vacate,
    tracks,
    settled: judgements.map(({ entry }) => ({ rootId: entry.facts.rootId, path: entry.facts.path })),
    tasks: judgements.flatMap(({ as, id }) => tasksOwed(id, as === 'new' || as === 'replaced', stage.deferred, now)),
    counts,
  })
  tell(judgements, stage)
}

/** Tracks that hold the place of a judged arrival and are not the judged track itself. */
const holdersOf = async (judgements: readonly Judgement[], { storage, scan }: StageContext): Promise<string[]> => {
  const byRoot = new Map<string, Judgement[]>()
  for (const judgement of judgements) {
    const { rootId } = judgement.entry.facts
    const same = byRoot.get(rootId)
    if (same === undefined) byRoot.set(rootId, [judgement])
    else same.push(judgement)
  }
  const holders: string[] = []
  for (const [rootId, some] of byRoot) {
    const paths = some.map((judgement) => judgement.entry.facts.path)
    const { atPaths } = await storage.writer.lookup({
      rootId,
      paths,
      audioKeys: [],
      stems: [],
      trackIds: [],
      generation: scan.scan.generation,
    })
    const holderAt = new Map(atPaths.map((at) => [at.path, at.trackId]))
    for (const { entry, id } of some) {
      const holder = holderAt.get(entry.facts.path)
      if (holder != null && holder !== id) holders.push(holder)
    }
  }
  return holders
}

const tell = (judgements: readonly Judgement[], stage: StageContext): void => {
  for (const { as, id, entry, from, ambiguous } of judgements) {
    const track = { ...entry.facts, id }
    if (as === 'new') stage.emit({ type: 'track-added', track })
    else if (as === 'returned' || from === undefined) stage.emit({ type: 'track-returned', track })
    else if (as === 'moved')
      stage.emit({ type: 'track-moved', track, from: { rootId: from.rootId, path: from.path }, ambiguous })
    else stage.emit({ type: 'track-replaced', track, from: { rootId: from.rootId, path: from.path } })
  }
}

/** The artist and album rows that some arrivals name, each once. */
export const seedsOf = (arrivals: readonly PendingArrival[]): Pick<UnitCommit, 'artists' | 'albums'> => ({
  artists: [
    ...new Map(arrivals.flatMap(({ artists }) => artists.map((artist) => [artist.id, artist] as const))).values(),
  ],
  albums: [...new Map(arrivals.flatMap(({ albums }) => albums.map((album) => [album.id, album] as const))).values()],
})
