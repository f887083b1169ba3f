import { ScanError } from '../../core/errors.ts'
import type { UnitLease } from '../../core/model/scan.ts'
import type { Library } from './library.ts'
import type { UnitRow } from './rows.ts'

/** The unit of a lease, while the lease's token is still the unit's. */
export const leasedUnit = (library: Library, lease: UnitLease): UnitRow | undefined => {
  const unit = library.units.get(String(lease.unitId))
  return unit?.token === lease.token ? unit : undefined
}

/** @throws ScanError `LEASE_LOST` */
export const requireLease = (library: Library, lease: UnitLease): UnitRow => {
  const unit = leasedUnit(library, lease)
  if (unit !== undefined) return unit
  throw new ScanError('LEASE_LOST', `The lease of unit ${lease.unitId} is lost: another worker has it, or it is done.`)
}
