import type { LibraryReader, SearchResult } from '../../core/ports/library-reader.ts'
import { pageLimit } from '../../core/text/page-limit.ts'
import { searchTokens } from '../../core/text/search-tokens.ts'
import { sortKey } from '../../core/text/sort-key.ts'
import type { Library } from './library.ts'
import type { SearchIndex } from './search-index.ts'
import type { Shown } from './shown.ts'
import { sortRows } from './sorted-page.ts'

/** Where and how to look for one kind of rows. */
interface Kind<Row, Item> {
  readonly index: SearchIndex
  /** The row of an id, when it is listed. */
  readonly rowOf: (id: string) => Row | undefined
  readonly sortKeyOf: (row: Row) => string
  readonly show: (row: Row) => Item
}

export const librarySearch = (library: Library, shown: Shown): LibraryReader['search'] => {
  const { tracks, albums, artists } = library
  return async (text, request = {}): Promise<SearchResult> => {
    const tokens = searchTokens(text)
    const limit = pageLimit(request.limit, 20)
    return {
      tracks: best(tokens, limit, {
        index: library.trackSearch,
        rowOf: (id) => only(tracks.get(id), (track) => track.missing === null),
        sortKeyOf: (track) => track.facts.sortTitle,
        show: shown.track,
      }),
      albums: best(tokens, limit, {
        index: library.albumSearch,
        rowOf: (id) => only(albums.get(id), () => shown.hasPresentTrack(id)),
        sortKeyOf: (album) => album.sortTitle,
        show: shown.album,
      }),
      artists: best(tokens, limit, {
        index: library.artistSearch,
        rowOf: (id) =>
          only(artists.get(id), (artist) => shown.artistId(id) === id && shown.artist(artist).trackCount > 0),
        sortKeyOf: (artist) => sortKey(artist.sortName),
        show: shown.artist,
      }),
    }
  }
}

const only = <Row>(row: Row | undefined, holds: (row: Row) => boolean): Row | undefined =>
  row !== undefined && holds(row) ? row : undefined

const best = <Row, Item>(
  tokens: readonly string[],
  limit: number,
  { index, rowOf, sortKeyOf, show }: Kind<Row, Item>,
): readonly Item[] => {
  const found = index.find(tokens).flatMap(({ id, inTitle }) => {
    const row = rowOf(id)
    return row === undefined ? [] : [{ id, inTitle, row }]
  })
  return sortRows(found, { valuesOf: ({ id, inTitle, row }) => [inTitle ? 0 : 1, sortKeyOf(row), id] })
    .slice(0, limit)
    .map((entry) => show(entry.row.row))
}
