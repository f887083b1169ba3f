import type { Job } from '../ports/queue.ts'

/** Where a unit stands: which one, of which scan. */
export interface UnitPlace {
  readonly scanId: number
  readonly unitId: number
}

const version = 1

/** The job that says that a unit waits. A `suspect` was at work before and did not end: perhaps it ends its workers. */
export const unitJob = ({ scanId, unitId }: UnitPlace, suspect = false): Job => ({
  id: `${suspect ? 's' : 'u'}${scanId}-${unitId}`,
  version,
})

/** What a job stands for; `undefined` for one of a newer format, which is left to who knows it. */
export const unitOf = (job: Job): (UnitPlace & { readonly suspect: boolean }) | undefined => {
  const [, kind, scanId, unitId] = /^([us])(\d+)-(\d+)$/.exec(job.id) ?? []
  return job.version !== version || scanId === undefined || unitId === undefined
    ? undefined
    : { scanId: Number(scanId), unitId: Number(unitId), suspect: kind === 's' }
}
