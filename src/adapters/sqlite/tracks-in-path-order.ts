import { sql } from 'kysely'
import type { TrackQuery } from '../../core/ports/library-reader.ts'
import { compareKeys } from '../../core/text/compare-keys.ts'
import type { Connection } from './connection.ts'
import { run } from './query.ts'
import { isSelective, trackKeys } from './track-filter.ts'

/** Root id, path and id of the last track of the page before. */
export type PathPlace = readonly [rootId: string, path: string, id: string]

/** A track's key, and its place in the names that {@link Paging} gives. */
interface PlacedKey {
  readonly track_key: number
  readonly place_0: string
  readonly place_1: string
  readonly place_2: string
}

/** Keys of tracks in order of root id, path and id: root by root, so that each page is read off the index of paths where the last one ended. */
export const tracksInPathOrder = (
  db: Connection,
  request: TrackQuery,
  from: PathPlace | null,
  limit: number,
): readonly PlacedKey[] => {
  const [direction, beyond] =
    request.descending === true ? [sql.raw('DESC'), sql.raw('<')] : [sql.raw('ASC'), sql.raw('>')]
  // The plus keeps SQLite from walking along the index of paths when another index leaves few tracks to sort.
  const path = isSelective(request) ? sql`+tracks.path` : sql`tracks.path`
  const keys: PlacedKey[] = []
  for (const rootId of rootsFrom(db, request, from?.[0])) {
    if (keys.length >= limit) break
    const query = trackKeys(db, { ...request, rootId })
      .select(['roots.id as place_0', 'tracks.path as place_1', 'tracks.id as place_2'])
      .orderBy(sql`${path} ${direction}, tracks.id ${direction}`)
      .limit(limit - keys.length)
    const rest = sql<boolean>`(tracks.path, tracks.id) ${beyond} (${from?.[1]}, ${from?.[2]})`
    keys.push(...run(db, rootId === from?.[0] ? query.where(rest) : query))
  }
  return keys
}

const rootsFrom = (db: Connection, { rootId, descending }: TrackQuery, from: string | undefined): readonly string[] => {
  const ids = db.all<{ id: string }>('SELECT id FROM roots ORDER BY id').map((row) => row.id)
  if (descending === true) ids.reverse()
  const sign = descending === true ? -1 : 1
  return ids.filter(
    (id) => (rootId === undefined || id === rootId) && (from === undefined || sign * compareKeys(id, from) >= 0),
  )
}
