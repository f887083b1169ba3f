import type { Album } from '../../core/model/album.ts'
import type { AlbumQuery, LibraryReader } from '../../core/ports/library-reader.ts'
import type { Library } from './library.ts'
import { memo } from './memo.ts'
import type { AlbumRow } from './rows.ts'
import type { Shown } from './shown.ts'
import { type Order, sortedPage, sortRows } from './sorted-page.ts'

const byTitle: Order<AlbumRow> = {
  name: 'albums by title',
  shape: ['string', 'string'],
  valuesOf: ({ sortTitle, id }) => [sortTitle, id],
}

const byYear: Order<AlbumRow> = {
  name: 'albums by year',
  shape: ['number', 'string', 'string'],
  valuesOf: ({ year, sortTitle, id }) => [year ?? 0, sortTitle, id],
}

export const albumListing = (library: Library, shown: Shown): LibraryReader['albums'] => {
  const version = () => library.albums.version
  const sorted = {
    title: memo(version, () => sortRows(library.albums.values(), byTitle)),
    year: memo(version, () => sortRows(library.albums.values(), byYear)),
  }
  return async (query: AlbumQuery = {}) => {
    const sort = query.sort ?? 'title'
    return sortedPage<AlbumRow, Album>(
      sorted[sort](),
      sort === 'year' ? byYear : byTitle,
      query,
      albumFilter(query, library, shown),
      shown.album,
    )
  }
}

type Holds = (row: AlbumRow) => boolean

const albumFilter = (query: AlbumQuery, library: Library, shown: Shown): Holds => {
  const { ids, genre, fromYear, toYear, compilation } = query
  const wanted = ids === undefined ? undefined : new Set(ids)
  const artistId = query.artistId === undefined ? undefined : shown.artistId(query.artistId)
  return (row) =>
    (wanted === undefined || wanted.has(row.id)) &&
    (fromYear === undefined || (row.year !== null && row.year >= fromYear)) &&
    (toYear === undefined || (row.year !== null && row.year <= toYear)) &&
    (compilation === undefined || row.compilation === compilation) &&
    (artistId === undefined || row.artists.some((credit) => shown.artistId(credit.artistId) === artistId)) &&
    (genre === undefined ? shown.hasPresentTrack(row.id) : hasGenre(library, row.id, genre))
}

const hasGenre = (library: Library, albumId: string, genre: string): boolean => {
  for (const { missing, facts } of library.tracksByAlbum.get(albumId)) {
    if (missing === null && facts.genres.includes(genre)) return true
  }
  return false
}
