import { sql } from 'kysely'
import type { TrackQuery } from '../../core/ports/library-reader.ts'
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
export const tracksInPathOrder = async (
  db: Connection,
  { rootId, ...request }: TrackQuery,
  from: PathPlace | null,
  limit: number,
): Promise<readonly PlacedKey[]> => {
  const descending = request.descending === true
  const [direction, beyond] = descending ? [sql.raw('DESC'), sql.raw('<')] : [sql.raw('ASC'), sql.raw('>')]
  // An expression keeps Postgres from walking along the index of paths when another index leaves few tracks to sort.
  const path = isSelective(request) ? sql`tracks.path || ''` : sql`tracks.path`
  const keys: PlacedKey[] = []
  for (const root of await rootsFrom(db, descending, from?.[0])) {
    if (rootId !== undefined && root.id !== rootId) continue
    if (keys.length >= limit) break
    const query = trackKeys(request)
      .where('tracks.root_key', '=', root.root_key)
      .select(['roots.id as place_0', 'tracks.path as place_1', 'tracks.id as place_2'])
      .orderBy(sql`${path} ${direction}, tracks.id ${direction}`)
      .limit(limit - keys.length)
    const rest = sql<boolean>`(tracks.path, tracks.id) ${beyond} (${from?.[1]}::text, ${from?.[2]}::text)`
    keys.push(...(await run(db, root.id === from?.[0] ? query.where(rest) : query)))
  }
  return keys
}

/** A root by the key that its tracks are indexed by. */
export interface RootRow {
  readonly root_key: number
  readonly id: string
}

/** All roots in order of their ids, from one of them on. */
export const rootsFrom = (db: Connection, descending: boolean, from: string | undefined): Promise<RootRow[]> =>
  db.all<RootRow>(
    descending
      ? 'SELECT root_key, id FROM roots WHERE ?::text IS NULL OR id <= ? ORDER BY id DESC'
      : "SELECT root_key, id FROM roots WHERE id >= coalesce(?, '') ORDER BY id",
    ...(descending ? [from, from] : [from]),
  )
