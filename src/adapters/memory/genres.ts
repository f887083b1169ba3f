import type { Genre, LibraryReader, PageRequest } from '../../core/ports/library-reader.ts'
import type { Library } from './library.ts'
import { memo } from './memo.ts'
import { type Order, sortedPage, sortRows } from './sorted-page.ts'

const byName: Order<Genre> = { name: 'genres by name', shape: ['string'], valuesOf: ({ name }) => [name] }

export const genreListing = (library: Library): LibraryReader['genres'] => {
  const sorted = memo(
    () => library.tracks.version,
    () => sortRows(genresOf(library), byName),
  )
  return async (query: PageRequest = {}) =>
    sortedPage<Genre, Genre>(
      sorted(),
      byName,
      query,
      () => true,
      (genre) => genre,
    )
}

/** Genres of tracks that are not missing. */
export const genresOf = (library: Library): readonly Genre[] => {
  const counts = new Map<string, number>()
  for (const { facts, missing } of library.tracks.values()) {
    if (missing === null) for (const name of facts.genres) counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  return Array.from(counts, ([name, trackCount]) => ({ name, trackCount }))
}
