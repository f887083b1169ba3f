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
import { albumOfRow } from '../support/sql/album-of-row.ts'
import { type ExportedLine, exportCursor, exportStart, type Place, partStart } from '../support/sql/export-place.ts'
import { trackOfRow } from '../support/sql/track-of-row.ts'
import { albumIsPresent, albumQuery } from './album-rows.ts'
import { artistIsPresent, artistsByKey } from './artist-rows.ts'
import type { Connection, Row } from './connection.ts'
import { taskLines } from './export-tasks.ts'
import { queries, run } from './query.ts'
import { trackQuery, tracksByKey } from './track-rows.ts'
import { tracksInPathOrder } from './tracks-in-path-order.ts'

type PartLines = (db: Connection, byPath: boolean, after: Place, limit: number) => Promise<readonly ExportedLine[]>

/** One page of the export. */
export const exportLines = async (db: Connection, request: ExportRequest): Promise<Page<string>> => {
  const limit = pageLimit(request.limit, maxPageLimit)
  let { part, after } = exportStart(request)
  const lines: string[] = []
  for (let name = exportParts[part]; name !== undefined; name = exportParts[++part], after = partStart) {
    const wanted = limit - lines.length + 1
    const found = await partLines[name](db, request.byPath, after, wanted)
    for (const { line, at } of found) {
      if (lines.length === limit) return { items: lines, next: exportCursor(request, part, after) }
      lines.push(line)
      after = at
    }
  }
  return { items: lines, next: null }
}

const partLines: Readonly<Record<ExportPart, PartLines>> = {
  album: async (db, byPath, [id], limit) => {
    const all = albumQuery().where('albums.id', '>', id).orderBy('albums.id').limit(limit)
    const rows = await run(db, byPath ? all.where(albumIsPresent) : all)
    return rows.map((row) => ({ line: albumLine(albumOfRow(row)), at: [row.id, '', ''] }))
  },
  artist: async (db, byPath, [id], limit) => {
    const all = queries
      .selectFrom('artists')
      .select('artist_key')
      .where('same_as', 'is', null)
      .where('id', '>', id)
      .orderBy('id')
      .limit(limit)
    const rows = await run(db, byPath ? all.where(artistIsPresent) : all)
    const artists = await artistsByKey(
      db,
      rows.map((row) => row.artist_key),
    )
    return artists.map((artist) => ({ line: artistLine(artist), at: [artist.id, '', ''] }))
  },
  error: async (db, _byPath, [rootId, path], limit) => {
    const rows = await db.all<Parameters<typeof errorLine>[0]>(
      'SELECT root_id AS "rootId", path, code FROM errors WHERE (root_id, path) > (?, ?) ORDER BY root_id, path LIMIT ?',
      ...[rootId, path, limit],
    )
    return rows.map((row) => ({ line: errorLine(row), at: [row.rootId, row.path, ''] }))
  },
  task: taskLines,
  track: (db, byPath, after, limit) => (byPath ? tracksByPath(db, after, limit) : tracksById(db, after, limit)),
}

const tracksById = async (db: Connection, [id]: Place, limit: number): Promise<readonly ExportedLine[]> => {
  const query = trackQuery().where('tracks.id', '>', id).orderBy('tracks.id').limit(limit)
  return (await run(db, query.$castTo<Row>())).map((row) => {
    const track = trackOfRow(row)
    return { line: trackLine(track, false), at: [track.id, '', ''] }
  })
}

const tracksByPath = async (db: Connection, after: Place, limit: number): Promise<readonly ExportedLine[]> => {
  const keys = await tracksInPathOrder(db, {}, after === partStart ? null : after, limit)
  const tracks = await tracksByKey(
    db,
    keys.map((row) => row.track_key),
  )
  return tracks.map((track) => ({ line: trackLine(track, true), at: [track.rootId, track.path, track.id] }))
}
