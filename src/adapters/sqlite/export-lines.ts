import type { ExportRequest, Page } from '../../core/ports/library-reader.ts'
import {
  albumLine,
  artistLine,
  type ExportPart,
  errorLine,
  exportParts,
  trackLine,
} from '../../core/text/export-line.ts'
import { maxPageLimit, pageLimit } from '../../core/text/page-limit.ts'
import { type AlbumRow, albumOfRow } from '../support/sql/album-of-row.ts'
import { type ArtistRow, artistOfRow } from '../support/sql/artist-of-row.ts'
import { type ExportedLine, exportCursor, exportStart, type Place, partStart } from '../support/sql/export-place.ts'
import { trackOfRow } from '../support/sql/track-of-row.ts'
import { albumIsPresent, albumQuery } from './album-rows.ts'
import { artistIsPresent, artistQuery } from './artist-rows.ts'
import type { Connection, Row } from './connection.ts'
import { taskLines } from './export-tasks.ts'
import { run } from './query.ts'
import { trackQuery, tracksByKey } from './track-rows.ts'
import { tracksInPathOrder } from './tracks-in-path-order.ts'

type PartLines = (db: Connection, byPath: boolean, after: Place, limit: number) => readonly ExportedLine[]

/** One page of the export. */
export const exportLines = (db: Connection, request: ExportRequest): Page<string> => {
  const limit = pageLimit(request.limit, maxPageLimit)
  let { part, after } = exportStart(request)
  const lines: string[] = []
  for (let name = exportParts[part]; name !== undefined; name = exportParts[++part], after = partStart) {
    const wanted = limit - lines.length + 1
    const found = partLines[name](db, request.byPath, after, wanted)
    for (const { line, at } of found) {
      if (lines.length === limit) return { items: lines, next: exportCursor(request, part, after) }
      lines.push(line)
      after = at
    }
  }
  return { items: lines, next: null }
}

const partLines: Readonly<Record<ExportPart, PartLines>> = {
  album: (db, byPath, [id], limit) => {
    const all = albumQuery().where('albums.id', '>', id).orderBy('albums.id').limit(limit)
    const rows = run(db, (byPath ? all.where(albumIsPresent) : all).$castTo<AlbumRow>())
    return rows.map((row) => ({ line: albumLine(albumOfRow(row)), at: [row.id, '', ''] }))
  },
  artist: (db, byPath, [id], limit) => {
    const all = artistQuery().where('artists.id', '>', id).orderBy('artists.id').limit(limit)
    const rows = run(db, (byPath ? all.where(artistIsPresent) : all).$castTo<ArtistRow>())
    return rows.map((row) => ({ line: artistLine(artistOfRow(row)), at: [row.id, '', ''] }))
  },
  error: (db, _byPath, [rootId, path], limit) =>
    db
      .all<{ root_id: string; path: string; code: Parameters<typeof errorLine>[0]['code'] }>(
        'SELECT root_id, path, code FROM errors WHERE (root_id, path) > (?, ?) ORDER BY root_id, path LIMIT ?',
        ...[rootId, path, limit],
      )
      .map((row) => ({
        line: errorLine({ rootId: row.root_id, path: row.path, code: row.code }),
        at: [row.root_id, row.path, ''],
      })),
  task: taskLines,
  track: (db, byPath, after, limit) => (byPath ? tracksByPath(db, after, limit) : tracksById(db, after, limit)),
}

const tracksById = (db: Connection, [id]: Place, limit: number): readonly ExportedLine[] =>
  run(db, trackQuery().where('tracks.id', '>', id).orderBy('tracks.id').limit(limit).$castTo<Row>()).map((row) => {
    const track = trackOfRow(row)
    return { line: trackLine(track, false), at: [track.id, '', ''] }
  })

const tracksByPath = (db: Connection, after: Place, limit: number): readonly ExportedLine[] => {
  const keys = tracksInPathOrder(db, {}, after === partStart ? null : after, limit).map((row) => row.track_key)
  return tracksByKey(db, keys).map((track) => ({
    line: trackLine(track, true),
    at: [track.rootId, track.path, track.id],
  }))
}
