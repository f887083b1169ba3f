import type { Connection } from './connection.ts'
import { insertRows, recordset } from './recordset.ts'

/** A file's or folder's place. */
interface Place {
  readonly rootId: string
  readonly path: string
}

interface Keyed {
  readonly id: string
  readonly key: number
}

/** Keys of rows by their text ids; ids that nothing is stored for are left out. */
export const keysOf = async (
  db: Connection,
  table: 'tracks' | 'albums' | 'artists',
  ids: Iterable<string>,
): Promise<ReadonlyMap<string, number>> => {
  const wanted = [...new Set(ids)]
  if (wanted.length === 0) return new Map()
  const key = `${table.slice(0, -1)}_key`
  return mapOf(await db.all<Keyed>(`SELECT id, ${key} AS key FROM ${table} WHERE id = ANY(?::text[])`, wanted))
}

/** Keys of roots, made where there are none. */
const rootKeys = async (db: Connection, ids: Iterable<string>): Promise<ReadonlyMap<string, number>> => {
  const wanted = [...new Set(ids)]
  if (wanted.length === 0) return new Map()
  await db.run('INSERT INTO roots (id) SELECT unnest(?::text[]) ON CONFLICT (id) DO NOTHING', wanted)
  return mapOf(await db.all<Keyed>('SELECT id, root_key AS key FROM roots WHERE id = ANY(?::text[])', wanted))
}

/** Keys of genres, made where there are none. */
export const genreKeys = async (db: Connection, names: Iterable<string>): Promise<ReadonlyMap<string, number>> => {
  const wanted = [...new Set(names)].sort()
  if (wanted.length === 0) return new Map()
  await db.run('INSERT INTO genres (name) SELECT unnest(?::text[]) ON CONFLICT (name) DO NOTHING', wanted)
  return mapOf(
    await db.all<Keyed>('SELECT name AS id, genre_key AS key FROM genres WHERE name = ANY(?::text[])', wanted),
  )
}

const folderColumns = { root_key: 'bigint', path: 'text' } as const

/** Keys of folders, made where there are none. */
export class Folders {
  readonly #roots: ReadonlyMap<string, number>
  readonly #keys: ReadonlyMap<string, number>

  private constructor(roots: ReadonlyMap<string, number>, keys: ReadonlyMap<string, number>) {
    this.#roots = roots
    this.#keys = keys
  }

  static async of(db: Connection, places: readonly Place[]): Promise<Folders> {
    const roots = await rootKeys(
      db,
      places.map((place) => place.rootId),
    )
    const rows = new Map(
      places.map(({ rootId, path }) => [
        nameOf(rootKeyOf(roots, rootId), path),
        { root_key: rootKeyOf(roots, rootId), path },
      ]),
    )
    if (rows.size === 0) return new Folders(roots, new Map())
    const json = JSON.stringify([...rows.values()])
    await db.run(`${insertRows('folders', folderColumns)} ON CONFLICT (root_key, path) DO NOTHING`, json)
    const found = await db.all<{ root_key: number; path: string; folder_key: number }>(
      `SELECT root_key, path, folder_key FROM folders JOIN ${recordset(folderColumns)} USING (root_key, path)`,
      json,
    )
    return new Folders(roots, new Map(found.map((row) => [nameOf(row.root_key, row.path), row.folder_key])))
  }

  root(id: string): number {
    return rootKeyOf(this.#roots, id)
  }

  folder(rootId: string, path: string): number {
    const key = this.#keys.get(nameOf(this.root(rootId), path))
    if (key === undefined) throw new TypeError(`folder ${path} of ${rootId} was not asked for`)
    return key
  }
}

const nameOf = (rootKey: number, path: string): string => `${rootKey}\n${path}`

const rootKeyOf = (roots: ReadonlyMap<string, number>, id: string): number => {
  const key = roots.get(id)
  if (key === undefined) throw new TypeError(`root ${id} was not asked for`)
  return key
}

const mapOf = (rows: readonly Keyed[]): ReadonlyMap<string, number> => new Map(rows.map((row) => [row.id, row.key]))
