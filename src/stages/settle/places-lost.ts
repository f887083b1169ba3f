import type { IdentityCandidate } from '../../core/model/pending.ts'
import type { StageContext } from '../../core/stage.ts'

/**
 * Of some tracks, those whose old place no longer has them, verified now: missing ones, ones whose place other audio took, and ones that the disk does not have
 * where storage says. A place that cannot be looked at counts as kept: then the arrival is a copy.
 */
export const placesLost = async (
  candidates: readonly IdentityCandidate[],
  { workers, signal }: StageContext,
): Promise<ReadonlySet<string>> => {
  const lost = new Set<string>()
  const doubtful: IdentityCandidate[] = []
  for (const candidate of candidates) {
    if (candidate.missing || candidate.lost === 'overwritten' || candidate.lost === 'ignored')
      lost.add(candidate.trackId)
    else doubtful.push(candidate)
  }
  if (doubtful.length > 0) {
    const presence = await workers.present(doubtful, signal)
    doubtful.forEach((candidate, index) => {
      if (presence[index] === 'absent') lost.add(candidate.trackId)
    })
  }
  return lost
}
