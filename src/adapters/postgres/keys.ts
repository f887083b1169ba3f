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
const rootKeys = (db: Connection, ids: Iterable<string>): Promise<ReadonlyMap<string, number>> =>
  madeKeys(
    ids,
    (some) => db.all<Keyed>('SELECT id, root_key AS key FROM roots WHERE id = ANY(?::text[])', some),
    (some) => db.run('INSERT INTO roots (id) SELECT unnest(?::text[]) ON CONFLICT (id) DO NOTHING', some),
  )

/** Keys of genres, made where there are none. */
export const genreKeys = (db: Connection, names: Iterable<string>): Promise<ReadonlyMap<string, number>> =>
  madeKeys(
    names,
    (some) => db.all<Keyed>('SELECT name AS id, genre_key AS key FROM genres WHERE name = ANY(?::text[])', some),
    (some) => db.run('INSERT INTO genres (name) SELECT unnest(?::text[]) ON CONFLICT (name) DO NOTHING', some),
  )

/** Looks first: nearly all are there. */
const madeKeys = async (
  names: Iterable<string>,
  find: (names: readonly string[]) => Promise<readonly Keyed[]>,
  make: (names: readonly string[]) => Promise<unknown>,
): Promise<ReadonlyMap<string, number>> => {
  const wanted = [...new Set(names)].sort()
  if (wanted.length === 0) return new Map()
  const found = mapOf(await find(wanted))
  const missing = wanted.filter((name) => !found.has(name))
  if (missing.length === 0) return found
  await make(missing)
  return mapOf(await find(wanted))
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
    const keys = await madeKeys(
      rows.keys(),
      (names) =>
        db.all<Keyed>(
          `SELECT root_key || E'\\n' || path AS id, folder_key AS key FROM folders JOIN ${recordset(folderColumns)} USING (root_key, path)`,
          jsonOf(rows, names),
        ),
      (names) =>
        db.run(`${insertRows('folders', folderColumns)} ON CONFLICT (root_key, path) DO NOTHING`, jsonOf(rows, names)),
    )
    return new Folders(roots, keys)
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

const jsonOf = (rows: ReadonlyMap<string, unknown>, names: readonly string[]): string =>
  JSON.stringify(names.map((name) => rows.get(name)))

const mapOf = (rows: readonly Keyed[]): ReadonlyMap<string, number> => new Map(rows.map((row) => [row.id, row.key]))
