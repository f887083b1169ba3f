import type { CommitResult } from '../../core/ports/library-writer.ts'
import type { Stage } from '../../core/stage.ts'
import { settleArrivals } from './settle-arrivals.ts'
import type { SettleContext } from './settle-context.ts'
import { settleLosses } from './settle-losses.ts'
import { settleMoves } from './settle-moves.ts'
import { settleSummaries } from './settle-summaries.ts'

/** When losses are not believed. */
export interface SettleOptions {
  /** Unmatched losses of a root above this share of its tracks are not believed. */
  readonly ratio: number
  /** … if they are at least so many. */
  readonly minimum: number
  /** The user said that they are true. */
  readonly confirmed: boolean
  /** Articles that sorting leaves out; default as in the batch settings. */
  readonly articles: readonly string[] | undefined
  /** Called for a root whose losses wait. */
  readonly onMassDeletion: (rootId: string, losses: number, tracks: number) => void
}

/**
 * The last unit of a scan (DESIGN §4): pairs moves, judges other arrivals, then losses, then recomputes what albums and artists say. Each phase commits page by page and
 * leaves what it did not reach as it was, so a settle that was killed is simply run again.
 */
export const settle = ({
  ratio,
  minimum,
  confirmed,
  articles,
  onMassDeletion,
}: SettleOptions): Stage<void, CommitResult, 'settle'> => ({
  name: 'settle',
  async *run(_units, stage) {
    const context: SettleContext = {
      stage,
      vacated: new Set(),
      confirmed,
      sorting: articles === undefined ? {} : { articles },
      guard: { ratio, minimum },
      stopped: onMassDeletion,
    }
    await settleMoves(context)
    await settleArrivals(context)
    await settleLosses(context)
    await settleSummaries(context)
    yield await stage.storage.writer.commit({
      lease: stage.unit,
      now: stage.now(),
      counts: { missing: context.vacated.size },
      finished: true,
    })
  },
})
