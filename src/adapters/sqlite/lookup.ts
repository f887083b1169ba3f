import { stemOf } from '../../core/identity/stem.ts'
import type { IdentityLookup, IdentityMatches } from '../../core/ports/library-writer.ts'
import { folderOf, nameOf } from '../../core/text/path-parts.ts'
import type { Connection } from './connection.ts'

/** What persist must know of paths, audio, stems and ids that it is about to write. */
export const lookup = (db: Connection, request: IdentityLookup): IdentityMatches =>
  db.snapshot(() => {
    const folderKey = folderKeys(db, request.rootId)
    return {
      atPaths: request.paths.flatMap((path) => atPath(db, folderKey(folderOf(path)), path)),
      audioKeys: texts(
        db,
        'SELECT DISTINCT value FROM json_each(?) WHERE EXISTS (SELECT 1 FROM tracks WHERE audio_key = value AND added_generation < ?)',
        ...[JSON.stringify(request.audioKeys), request.generation],
      ),
      stems: request.stems.filter(
        (stem) => tracksOfStem(db, folderKey(folderOf(stem)), stem, request.generation).length > 0,
      ),
      trackIds: texts(
        db,
        'SELECT DISTINCT value FROM json_each(?) WHERE EXISTS (SELECT 1 FROM tracks WHERE id = value)',
        JSON.stringify(request.trackIds),
      ),
    }
  })

/** Keys of the folders of a root, each looked up once; `undefined` for a folder that nothing is stored for. */
export const folderKeys = (db: Connection, rootId: string): ((path: string) => number | undefined) => {
  const known = new Map<string, number | undefined>()
  return (path) => {
    if (!known.has(path)) {
      const row = db.get<{ folder_key: number }>(
        'SELECT folder_key FROM folders WHERE root_key = (SELECT root_key FROM roots WHERE id = ?) AND path = ?',
        ...[rootId, path],
      )
      known.set(path, row?.folder_key)
    }
    return known.get(path)
  }
}

/** Keys of the tracks, missing ones too, in a folder whose names without extension are the stem's and which were stored before a generation. */
export const tracksOfStem = (
  db: Connection,
  folderKey: number | undefined,
  stem: string,
  generation: number,
): readonly number[] => {
  if (folderKey === undefined) return []
  const name = nameOf(stem)
  return db
    .all<{ track_key: number; name: string }>(
      `SELECT track_key, name FROM tracks INDEXED BY idx_tracks_folder
       WHERE folder_key = ? AND name >= ? AND name < ? AND added_generation < ?`,
      // `/` is the byte after `.`
      ...[folderKey, name, `${name}/`, generation],
    )
    .filter((row) => stemOf(row.name) === name)
    .map((row) => row.track_key)
}

const atPath = (db: Connection, folderKey: number | undefined, path: string): IdentityMatches['atPaths'] => {
  if (folderKey === undefined) return []
  const rows = db.all<{ id: string; audio_key: string | null; gone: number }>(
    'SELECT id, audio_key, missing_since IS NOT NULL AS gone FROM tracks INDEXED BY idx_tracks_folder WHERE folder_key = ? AND name = ?',
    ...[folderKey, nameOf(path)],
  )
  if (rows.length === 0) return []
  const present = rows.find((row) => row.gone === 0)
  const hasMissing = rows.some((row) => row.gone === 1)
  return [{ path, trackId: present?.id ?? null, audioKey: present?.audio_key ?? null, hasMissing }]
}

const texts = (db: Connection, sql: string, ...values: (string | number)[]): string[] =>
  db.all<{ value: string }>(sql, ...values).map((row) => row.value)
