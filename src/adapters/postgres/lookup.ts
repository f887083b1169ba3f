import { stemOf } from '../../core/identity/stem.ts'
import type { IdentityLookup, IdentityMatches } from '../../core/ports/library-writer.ts'
import { folderOf, nameOf } from '../../core/text/path-parts.ts'
import { byIndex } from './by-index.ts'
import type { Connection } from './connection.ts'
import type { Database } from './database.ts'
import { recordset } from './recordset.ts'

/** What persist must know of paths, audio, stems and ids that it is about to write. */
export const lookup = (database: Database, request: IdentityLookup): Promise<IdentityMatches> =>
  byIndex(database, async (db) => {
    const { rootId, generation } = request
    const stems = await tracksOfStems(
      db,
      request.stems.map((stem) => ({ rootId, stem })),
      generation,
    )
    return {
      atPaths: await atPaths(db, rootId, request.paths),
      audioKeys: await inUse(
        db,
        request.audioKeys,
        't.audio_key = x.value AND t.added_generation < ?::bigint',
        generation,
      ),
      stems: request.stems.filter((_, at) => stems.has(at)),
      trackIds: await inUse(db, request.trackIds, 't.id = x.value'),
    }
  })

/** The folder of a row asked for. The limit, as the offsets of the tracks, keeps the server from joining whole tables: each row is looked up by all of its index. */
const folderAt = (rootId: string): string =>
  `SELECT folder_key FROM folders WHERE root_key = (SELECT root_key FROM roots WHERE id = ${rootId}) AND path = x.folder LIMIT 1`

const stemColumns = { at: 'bigint', root_id: 'text', folder: 'text', name: 'text' } as const

/**
 * Keys of the tracks, missing ones too, in a stem's folder whose names without extension are the stem's and which were stored before a generation: by the place of the stem
 * in the list. Stems without tracks are left out.
 */
export const tracksOfStems = async (
  db: Connection,
  stems: readonly { readonly rootId: string; readonly stem: string }[],
  generation: number,
): Promise<ReadonlyMap<number, readonly number[]>> => {
  const keys = new Map<number, number[]>()
  if (stems.length === 0) return keys
  const asked = stems.map(({ rootId, stem }, at) => ({
    at,
    root_id: rootId,
    folder: folderOf(stem),
    name: nameOf(stem),
  }))
  const rows = await db.all<{ at: number; track_key: number; name: string }>(
    // `/` is the byte after `.`
    `SELECT x.at, t.track_key, t.name FROM ${recordset(stemColumns)} CROSS JOIN LATERAL (${folderAt('x.root_id')}) f CROSS JOIN LATERAL (
       SELECT track_key, name FROM tracks WHERE folder_key = f.folder_key AND name >= x.name AND name < x.name || '/' AND added_generation < ?::bigint OFFSET 0) t`,
    ...[JSON.stringify(asked), generation],
  )
  for (const { at, track_key, name } of rows) {
    if (stemOf(name) !== asked[at]?.name) continue
    const known = keys.get(at)
    if (known === undefined) keys.set(at, [track_key])
    else known.push(track_key)
  }
  return keys
}

const pathColumns = { path: 'text', folder: 'text', name: 'text' } as const

const atPaths = async (
  db: Connection,
  rootId: string,
  paths: readonly string[],
): Promise<IdentityMatches['atPaths']> => {
  if (paths.length === 0) return []
  const rows = await db.all<{ path: string; id: string; audio_key: string | null; gone: boolean }>(
    // By folder and name, whose index has the missing tracks too.
    `SELECT x.path, t.id, t.audio_key, t.gone FROM ${recordset(pathColumns)} CROSS JOIN LATERAL (${folderAt('?::text')}) f CROSS JOIN LATERAL (
       SELECT id, audio_key, missing_since IS NOT NULL AS gone FROM tracks WHERE folder_key = f.folder_key AND name = x.name OFFSET 0) t`,
    ...[JSON.stringify(paths.map((path) => ({ path, folder: folderOf(path), name: nameOf(path) }))), rootId],
  )
  const byPath = Map.groupBy(rows, (row) => row.path)
  return paths.flatMap((path) => {
    const tracks = byPath.get(path)
    if (tracks === undefined) return []
    const present = tracks.find((track) => !track.gone)
    const hasMissing = tracks.some((track) => track.gone)
    return [{ path, trackId: present?.id ?? null, audioKey: present?.audio_key ?? null, hasMissing }]
  })
}

/** Of the values asked for, those that a track with this condition has, in the order asked. */
const inUse = async (
  db: Connection,
  values: readonly string[],
  condition: string,
  ...bound: readonly number[]
): Promise<string[]> => {
  if (values.length === 0) return []
  const asked = [...new Set(values)]
  const rows = await db.all<{ value: string }>(
    `SELECT x.value FROM unnest(?::text[]) AS x(value) WHERE EXISTS (SELECT 1 FROM tracks t WHERE ${condition})`,
    ...[asked, ...bound],
  )
  const used = new Set(rows.map((row) => row.value))
  return asked.filter((value) => used.has(value))
}
