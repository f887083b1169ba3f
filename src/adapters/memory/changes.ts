import type { LibraryReader } from '../../core/ports/library-reader.ts'
import { maxPageLimit, pageLimit } from '../../core/text/page-limit.ts'
import type { Library } from './library.ts'
import { memo } from './memo.ts'
import { sortRows } from './sorted-page.ts'

export const changeFeed = (library: Library): LibraryReader['changes'] => {
  const sorted = memo(
    () => library.changes.version,
    () => sortRows(library.changes.values(), { valuesOf: ({ seq }) => [seq] }).map((entry) => entry.row),
  )
  return async (since, limit) => {
    const from = sorted().findIndex((change) => change.seq > since)
    const most = pageLimit(limit, maxPageLimit)
    return from < 0 ? [] : sorted().slice(from, from + most)
  }
}
