import { ScanError } from '../errors.ts'

/** Most rows of one page. */
export const maxPageLimit = 1000

/**
 * The limit of a page, or the default.
 * @throws ScanError `USAGE` when it is not a whole number from 1 to 1,000.
 */
export const pageLimit = (limit: number | undefined, whenAbsent = 100): number => {
  if (limit === undefined) return whenAbsent
  if (Number.isInteger(limit) && limit >= 1 && limit <= maxPageLimit) return limit
  throw new ScanError('USAGE', `A limit is a whole number from 1 to ${maxPageLimit}, not ${limit}.`)
}
