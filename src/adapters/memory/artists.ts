import type { Artist } from '../../core/model/artist.ts'
import type { ArtistQuery, LibraryReader } from '../../core/ports/library-reader.ts'
import { sortKey } from '../../core/text/sort-key.ts'
import type { Library } from './library.ts'
import { memo } from './memo.ts'
import type { ArtistRow } from './rows.ts'
import type { Shown } from './shown.ts'
import { type Order, sortedPage, sortRows } from './sorted-page.ts'

const byName: Order<ArtistRow> = {
  name: 'artists by name',
  shape: ['string', 'string'],
  valuesOf: ({ sortName, id }) => [sortKey(sortName), id],
}

export const artistListing = (library: Library, shown: Shown): LibraryReader['artists'] => {
  const sorted = memo(
    () => library.artists.version,
    () => sortRows(library.artists.values(), byName),
  )
  return async (query: ArtistQuery = {}) => {
    const ids = query.ids === undefined ? undefined : new Set(query.ids.map(shown.artistId))
    const holds = (row: ArtistRow): boolean => {
      if (shown.artistId(row.id) !== row.id || (ids !== undefined && !ids.has(row.id))) return false
      const { trackCount, albumCount } = shown.artist(row)
      return trackCount > 0 && (!query.albumArtists || albumCount > 0)
    }
    return sortedPage<ArtistRow, Artist>(sorted(), byName, query, holds, shown.artist)
  }
}
