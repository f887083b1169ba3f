import type { ItemError } from '../../../core/model/item-error.ts'
import type { ErrorsTable } from './tables.ts'

/** The entry of the error list of a row of `errors`. */
export const errorOfRow = (row: ErrorsTable<number | boolean>): ItemError => ({
  rootId: row.root_id,
  path: row.path,
  // Written from a `ScanErrorCode`.
  code: row.code as ItemError['code'],
  stage: row.stage,
  message: row.message,
  retryable: Boolean(row.retryable),
  stamp: stampOf(row),
  at: row.at,
})

const stampOf = ({ size, mtime_us, ctime_us }: ErrorsTable<number | boolean>): ItemError['stamp'] =>
  size === null || mtime_us === null || ctime_us === null ? null : { size, mtimeUs: mtime_us, ctimeUs: ctime_us }
