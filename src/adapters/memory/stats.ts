import type { LibraryReader, LibraryStats } from '../../core/ports/library-reader.ts'
import { compareKeys } from '../../core/text/compare-keys.ts'
import { genresOf } from './genres.ts'
import type { Library } from './library.ts'
import type { Shown } from './shown.ts'

interface RootTotals {
  tracks: number
  missing: number
  bytes: number
}

export const libraryStats =
  (library: Library, shown: Shown): LibraryReader['stats'] =>
  async (): Promise<LibraryStats> => {
    const roots = new Map<string, RootTotals>()
    const codecs = new Map<string, number>()
    let durationMs = 0
    for (const root of library.roots.values()) roots.set(root.id, { tracks: 0, missing: 0, bytes: 0 })
    for (const { facts, missing } of library.tracks.values()) {
      const root = roots.get(facts.rootId) ?? { tracks: 0, missing: 0, bytes: 0 }
      roots.set(facts.rootId, root)
      if (missing !== null) {
        root.missing++
        continue
      }
      root.tracks++
      root.bytes += facts.size
      durationMs += Math.round(facts.durationMs ?? 0)
      const codec = facts.codec ?? 'unknown'
      codecs.set(codec, (codecs.get(codec) ?? 0) + 1)
    }
    const byRoot = [...roots].sort(byKey).map(([rootId, totals]) => ({ rootId, ...totals }))
    const total = (of: keyof RootTotals): number => byRoot.reduce((sum, root) => sum + root[of], 0)
    return {
      tracks: total('tracks'),
      missing: total('missing'),
      albums: count(library.albums.values(), ({ id }) => shown.hasPresentTrack(id)),
      artists: count(
        library.artists.values(),
        (artist) => shown.artistId(artist.id) === artist.id && shown.artist(artist).trackCount > 0,
      ),
      genres: genresOf(library).length,
      durationMs,
      bytes: total('bytes'),
      errors: library.errors.size,
      pending: library.arrivals.size + library.losses.size,
      tasks: count(library.tasks.values(), ({ state }) => state !== 'done'),
      byRoot,
      byCodec: [...codecs].sort(byKey).map(([codec, tracks]) => ({ codec, tracks })),
    }
  }

const byKey = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => compareKeys(a, b)

const count = <Row>(rows: Iterable<Row>, holds: (row: Row) => boolean): number => {
  let sum = 0
  for (const row of rows) if (holds(row)) sum++
  return sum
}
