import type { ExportRequest, LibraryReader, Page } from '../../core/ports/library-reader.ts'
import {
  albumLine,
  artistLine,
  type ExportPart,
  errorLine,
  exportParts,
  taskLine,
  trackLine,
} from '../../core/text/export-line.ts'
import { maxPageLimit, pageLimit } from '../../core/text/page-limit.ts'
import type { Library } from './library.ts'
import { memo } from './memo.ts'
import type { TaskRow } from './rows.ts'
import type { Shown } from './shown.ts'
import { type Order, sortedPage, sortRows } from './sorted-page.ts'

/** A line to be: its place in the export, and how to write it. */
interface Entry {
  readonly part: ExportPart
  /** Four texts, empty where a part needs fewer. */
  readonly key: readonly [string, string, string, string]
  readonly write: () => string
}

const orderOf = (name: string): Order<Entry> => ({
  name,
  shape: ['number', 'string', 'string', 'string', 'string'],
  valuesOf: ({ part, key }) => [exportParts.indexOf(part), ...key],
})
const byIds = orderOf('export')
const byPaths = orderOf('export by path')

export const exporter = (library: Library, shown: Shown): LibraryReader['exportLines'] => {
  const version = () =>
    [library.tracks, library.albums, library.artists, library.errors, library.tasks]
      .map((table) => table.version)
      .join()
  const sorted = {
    ids: memo(version, () => sortRows(entriesOf(library, shown, false), byIds)),
    paths: memo(version, () => sortRows(entriesOf(library, shown, true), byPaths)),
  }
  return async ({ byPath, limit, ...request }: ExportRequest): Promise<Page<string>> =>
    sortedPage<Entry, string>(
      byPath ? sorted.paths() : sorted.ids(),
      byPath ? byPaths : byIds,
      { ...request, limit: pageLimit(limit, maxPageLimit) },
      () => true,
      (entry) => entry.write(),
    )
}

function* entriesOf(library: Library, shown: Shown, byPath: boolean): Generator<Entry> {
  for (const album of library.albums.values()) {
    if (byPath && !shown.hasPresentTrack(album.id)) continue
    yield { part: 'album', key: [album.id, '', '', ''], write: () => albumLine(shown.album(album)) }
  }
  for (const row of library.artists.values()) {
    if (shown.artistId(row.id) !== row.id) continue
    const artist = shown.artist(row)
    if (!byPath || artist.trackCount > 0)
      yield { part: 'artist', key: [row.id, '', '', ''], write: () => artistLine(artist) }
  }
  for (const { error } of library.errors.values()) {
    yield { part: 'error', key: [error.rootId, error.path, '', ''], write: () => errorLine(error) }
  }
  for (const task of library.tasks.values()) yield* taskEntries(library, task, byPath)
  for (const track of library.tracks.values()) {
    if (byPath && track.missing !== null) continue
    const { rootId, path } = track.facts
    yield {
      part: 'track',
      key: byPath ? [rootId, path, '', ''] : [track.id, '', '', ''],
      write: () => trackLine(shown.track(track), byPath),
    }
  }
}

function* taskEntries(library: Library, task: TaskRow, byPath: boolean): Generator<Entry> {
  const { subjectType, subjectId, kind, state } = task
  if (state === 'done') return
  if (!byPath || subjectType !== 'track') {
    yield { part: 'task', key: [subjectType, subjectId, '', kind], write: () => taskLine(task, null) }
    return
  }
  const track = library.tracks.get(subjectId)
  if (track === undefined || track.missing !== null) return
  const { rootId, path } = track.facts
  yield { part: 'task', key: [subjectType, rootId, path, kind], write: () => taskLine(task, { rootId, path }) }
}
