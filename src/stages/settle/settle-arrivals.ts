import { isReplacement } from '../../core/identity/is-replacement.ts'
import { trackId } from '../../core/identity/track-id.ts'
import type { IdentityCandidate, PendingArrival, UnpairedArrival } from '../../core/model/pending.ts'
import { placesLost } from './places-lost.ts'
import { commitJudgements, type Judgement, pageSize, type SettleContext, seedsOf } from './settle-context.ts'

/** Judges the arrivals whose audio no track claims: a replacement of what had their folder and stem, or a new track. */
export const settleArrivals = async (context: SettleContext): Promise<void> => {
  const { stage } = context
  const generation = stage.scan.scan.generation
  let after: string | null = null
  do {
    stage.signal.throwIfAborted()
    const page: { arrivals: readonly UnpairedArrival[]; next: string | null } =
      await stage.storage.writer.unpairedArrivals(generation, after, pageSize)
    const lost = await placesLost(
      page.arrivals.flatMap(({ sameStem }) => sameStem),
      stage,
    )
    const claimed = new Set<string>()
    const judgements: Judgement[] = []
    const fresh: PendingArrival[] = []
    for (const { arrival, sameStem } of page.arrivals) {
      const from = sameStem.find(
        (candidate) => lost.has(candidate.trackId) && !claimed.has(candidate.trackId) && continues(arrival, candidate),
      )
      if (from === undefined) {
        fresh.push(arrival)
        continue
      }
      claimed.add(from.trackId)
      const returned = arrival.entry.facts.audioKey === from.audioKey
      judgements.push({
        entry: arrival.entry,
        id: from.trackId,
        as: returned ? 'returned' : 'replaced',
        from,
        ambiguous: false,
      })
    }
    judgements.push(...(await newTracks(fresh, context)))
    await commitJudgements(judgements, seedsOf(page.arrivals.map(({ arrival }) => arrival)), context)
    after = page.next
  } while (after !== null)
}

/** Without an audio key there is only the path to go by. */
const continues = (arrival: PendingArrival, candidate: IdentityCandidate): boolean => {
  const { facts } = arrival.entry
  if (facts.audioKey === null && candidate.audioKey === null) return facts.path === candidate.path
  return isReplacement(facts, candidate)
}

const newTracks = async (arrivals: readonly PendingArrival[], { stage }: SettleContext): Promise<Judgement[]> => {
  const judgements: Judgement[] = []
  const taken = new Set<string>()
  let waiting = arrivals
  for (let counter = 0; waiting.length > 0; counter++) {
    const wanted = waiting.map(({ entry: { facts } }) => trackId(facts.rootId, facts.path, facts.audioKey, counter))
    const { trackIds } = await stage.storage.writer.lookup({
      rootId: waiting[0]?.entry.facts.rootId ?? '',
      paths: [],
      audioKeys: [],
      stems: [],
      trackIds: wanted,
      generation: stage.scan.scan.generation,
    })
    for (const id of trackIds) taken.add(id)
    const again: PendingArrival[] = []
    waiting.forEach((arrival, index) => {
      const id = wanted[index]
      if (id === undefined || taken.has(id)) {
        again.push(arrival)
        return
      }
      taken.add(id)
      judgements.push({ entry: arrival.entry, id, as: 'new', from: undefined, ambiguous: false })
    })
    waiting = again
  }
  return judgements
}
