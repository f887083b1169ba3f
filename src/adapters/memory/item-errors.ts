import type { ItemError } from '../../core/model/item-error.ts'
import type { ErrorQuery, LibraryReader } from '../../core/ports/library-reader.ts'
import type { Library } from './library.ts'
import { memo } from './memo.ts'
import type { ErrorRow } from './rows.ts'
import { type Order, sortedPage, sortRows } from './sorted-page.ts'

const byPlace: Order<ErrorRow> = {
  name: 'errors by path',
  shape: ['string', 'string'],
  valuesOf: ({ error }) => [error.rootId, error.path],
}

export const errorListing = (library: Library): LibraryReader['errors'] => {
  const sorted = memo(
    () => library.errors.version,
    () => sortRows(library.errors.values(), byPlace),
  )
  return async (query: ErrorQuery = {}) => {
    const { rootId, code } = query
    const holds = ({ error }: ErrorRow): boolean =>
      (rootId === undefined || error.rootId === rootId) && (code === undefined || error.code === code)
    return sortedPage<ErrorRow, ItemError>(sorted(), byPlace, query, holds, (row) => row.error)
  }
}
