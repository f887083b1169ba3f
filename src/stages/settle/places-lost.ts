import type { IdentityCandidate } from '../../core/model/pending.ts'
import type { StageContext } from '../../core/stage.ts'
import { folderOf } from '../../core/text/path-parts.ts'

/**
 * Of some tracks, those whose old place no longer has them, verified now: missing ones, ones whose place other audio took, and ones that the disk does not have
 * where storage says. A place that cannot be looked at counts as kept: then the arrival is a copy.
 */
export const placesLost = async (
  candidates: readonly IdentityCandidate[],
  context: StageContext,
): Promise<ReadonlySet<string>> => {
  const lost = new Set<string>()
  const doubtful: IdentityCandidate[] = []
  for (const candidate of candidates) {
    if (candidate.missing || candidate.lost === 'overwritten' || candidate.lost === 'ignored')
      lost.add(candidate.trackId)
    else doubtful.push(candidate)
  }
  const absent = await absentOf(doubtful, context)
  // Of these discover said nothing: they were not looked at, or are shielded by a disk that is away.
  const unsaid = absent.filter((candidate) => candidate.lost === null)
  const proven = await absentOf(await withMounts(unsaid, context), context)
  for (const candidate of absent) if (candidate.lost !== null) lost.add(candidate.trackId)
  for (const { trackId } of proven) lost.add(trackId)
  return lost
}

const absentOf = async <Candidate extends IdentityCandidate>(
  candidates: readonly Candidate[],
  { workers, signal }: StageContext,
): Promise<Candidate[]> => {
  if (candidates.length === 0) return []
  const presence = await workers.present(candidates, signal)
  return candidates.filter((_, index) => presence[index] === 'absent')
}

/** Adds how many mounts lay above each when it was seen. */
const withMounts = async (
  candidates: readonly IdentityCandidate[],
  { storage }: StageContext,
): Promise<(IdentityCandidate & { readonly mounts: number })[]> => {
  const mounts = new Map<string, number>()
  for (const { rootId, path } of candidates) {
    const under = folderOf(path)
    const place = `${rootId}\0${under}`
    if (mounts.has(place)) continue
    const { folders } = await storage.writer.known({ rootId, under, after: null, files: false, limit: 1 })
    mounts.set(place, folders[0]?.key === under ? (folders[0].state?.mounts ?? 0) : 0)
  }
  return candidates.map((candidate) => {
    const place = `${candidate.rootId}\0${folderOf(candidate.path)}`
    return { ...candidate, mounts: mounts.get(place) ?? 0 }
  })
}
