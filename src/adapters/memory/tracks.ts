import type { Track } from '../../core/model/track.ts'
import type { LibraryReader, TrackQuery } from '../../core/ports/library-reader.ts'
import type { CursorShape } from '../../core/text/cursor.ts'
import type { Library } from './library.ts'
import { memo } from './memo.ts'
import type { TrackRow } from './rows.ts'
import type { Shown } from './shown.ts'
import { type Order, type Sorted, sortedPage, sortRows } from './sorted-page.ts'

type Sort = NonNullable<TrackQuery['sort']>

export const trackListing = (library: Library, shown: Shown): LibraryReader['tracks'] => {
  const orders = trackOrders(library)
  const sorted = sortedBy(library, orders)
  return async (query: TrackQuery = {}) => {
    const sort = query.sort ?? 'path'
    return sortedPage<TrackRow, Track>(sorted[sort](), orders[sort], query, trackFilter(query, shown), shown.track)
  }
}

const trackOrders = (library: Library): Record<Sort, Order<TrackRow>> => {
  const order = (name: Sort, shape: CursorShape, valuesOf: Order<TrackRow>['valuesOf']): Order<TrackRow> => ({
    name: `tracks by ${name}`,
    shape: [...shape, 'string'],
    valuesOf: (row) => [...valuesOf(row), row.id],
  })
  const albumTitle = (id: string | null): string => (id === null ? '' : (library.albums.get(id)?.sortTitle ?? ''))
  return {
    path: order('path', ['string', 'string'], ({ facts }) => [facts.rootId, facts.path]),
    title: order('title', ['string'], ({ facts }) => [facts.sortTitle]),
    album: order('album', ['string', 'string', 'number', 'number', 'string', 'string'], ({ facts }) => [
      albumTitle(facts.albumId),
      facts.albumId ?? '',
      facts.discNumber ?? 0,
      facts.trackNumber ?? 0,
      facts.rootId,
      facts.path,
    ]),
    year: order('year', ['number'], ({ facts }) => [facts.year ?? 0]),
    added: order('added', ['number'], ({ addedAt }) => [addedAt]),
    updated: order('updated', ['number'], ({ updatedAt }) => [updatedAt]),
    quality: order('quality', ['number'], ({ facts }) => [facts.quality]),
    duration: order('duration', ['number'], ({ facts }) => [facts.durationMs ?? 0]),
  }
}

const sortedBy = (
  library: Library,
  orders: Record<Sort, Order<TrackRow>>,
): Record<Sort, () => readonly Sorted<TrackRow>[]> => {
  const tracks = () => library.tracks.version
  const by = (sort: Sort, version: () => string | number = tracks) =>
    memo(version, () => sortRows(library.tracks.values(), orders[sort]))
  return {
    path: by('path'),
    title: by('title'),
    album: by('album', () => `${library.tracks.version} ${library.albums.version}`),
    year: by('year'),
    added: by('added'),
    updated: by('updated'),
    quality: by('quality'),
    duration: by('duration'),
  }
}

type Holds = (row: TrackRow) => boolean

const trackFilter = (query: TrackQuery, shown: Shown): Holds => {
  const { ids, rootId, paths, under, artistId, albumId, genre, fromYear, toYear, addedSince, lossless, maxQuality } =
    query
  const conditions: Holds[] = []
  const where = <Value>(value: Value | undefined, condition: (value: Value) => Holds): void => {
    if (value !== undefined) conditions.push(condition(value))
  }
  where(
    query.missing === 'any' ? undefined : (query.missing ?? false),
    (missing) => (row) => (row.missing !== null) === missing,
  )
  where(ids, (wanted) => isAmong(wanted, (row) => row.id))
  where(rootId, (root) => (row) => row.facts.rootId === root)
  where(paths, (wanted) => isAmong(wanted, (row) => row.facts.path))
  where(under, (folder) => (row) => row.facts.path.startsWith(folder))
  where(
    artistId === undefined ? undefined : shown.artistId(artistId),
    (artist) => (row) => isCredited(row, artist, shown),
  )
  where(albumId, (album) => (row) => row.facts.albumId === album)
  where(genre, (name) => (row) => row.facts.genres.includes(name))
  where(fromYear, (year) => (row) => row.facts.year !== null && row.facts.year >= year)
  where(toYear, (year) => (row) => row.facts.year !== null && row.facts.year <= year)
  where(addedSince, (time) => (row) => row.addedAt >= time)
  where(lossless, (wanted) => (row) => row.facts.lossless === wanted)
  where(maxQuality, (quality) => (row) => row.facts.quality <= quality)
  return (row) => conditions.every((condition) => condition(row))
}

const isAmong = (wanted: readonly string[], of: (row: TrackRow) => string): Holds => {
  const set = new Set(wanted)
  return (row) => set.has(of(row))
}

const isCredited = (row: TrackRow, artistId: string, shown: Shown): boolean =>
  row.facts.artists.some((credit) => shown.artistId(credit.artistId) === artistId)
