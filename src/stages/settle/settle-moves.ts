import { pairMoves } from '../../core/identity/pair-moves.ts'
import type { ArrivalGroup, PendingArrival } from '../../core/model/pending.ts'
import { placesLost } from './places-lost.ts'
import { commitJudgements, type Judgement, pageSize, type SettleContext, seedsOf } from './settle-context.ts'

/** Pairs arrivals with tracks of the same audio whose old place lost it: they moved, or came back. */
export const settleMoves = async (context: SettleContext): Promise<void> => {
  const { stage } = context
  const generation = stage.scan.scan.generation
  let after: string | null = null
  do {
    stage.signal.throwIfAborted()
    const page: { groups: readonly ArrivalGroup[]; next: string | null } = await stage.storage.writer.arrivalGroups(
      generation,
      after,
      pageSize,
    )
    const lost = await placesLost(
      page.groups.flatMap((group) => group.candidates),
      stage,
    )
    const judgements: Judgement[] = []
    const judged: PendingArrival[] = []
    for (const group of page.groups) {
      const candidates = group.candidates.filter((candidate) => lost.has(candidate.trackId))
      for (const { arrival, candidate, ambiguous } of pairMoves(group.arrivals, candidates)) {
        const { facts } = arrival.entry
        const stayed = facts.rootId === candidate.rootId && facts.path === candidate.path
        judged.push(arrival)
        judgements.push({
          entry: arrival.entry,
          id: candidate.trackId,
          as: stayed ? 'returned' : 'moved',
          from: candidate,
          ambiguous,
        })
      }
    }
    await commitJudgements(judgements, seedsOf(judged), context)
    after = page.next
  } while (after !== null)
}
