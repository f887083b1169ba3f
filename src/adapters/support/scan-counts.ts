import { ScanError } from '../../core/errors.ts'
import { noCounts, type ScanCounts, type UnitLease } from '../../core/model/scan.ts'

const names = Object.keys(noCounts) as (keyof ScanCounts)[]

/** Counts with more added to them. */
export const addCounts = (counts: ScanCounts, more: Partial<ScanCounts> = {}): ScanCounts =>
  Object.fromEntries(names.map((name) => [name, counts[name] + (more[name] ?? 0)])) as unknown as ScanCounts

/** Whether a scan did more than look. */
export const didAnything = (counts: ScanCounts): boolean => names.some((name) => name !== 'seen' && counts[name] > 0)

/** The error for a unit that somebody else has now, or that is gone. */
export const leaseLost = (lease: UnitLease): ScanError =>
  new ScanError('LEASE_LOST', `Unit ${lease.unitId} of scan ${lease.scanId} is no longer leased to this worker.`)
