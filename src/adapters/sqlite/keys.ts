import type { Connection } from './connection.ts'

/**
 * Integer keys of the rows that text names, for the length of one transaction: what is remembered longer may be rolled back, or deleted by another process.
 */
export class Keys {
  readonly #db: Connection
  readonly #roots = new Map<string, number>()
  readonly #folders = new Map<string, number>()
  readonly #albums = new Map<string, number | undefined>()
  readonly #artists = new Map<string, number | undefined>()
  readonly #tracks = new Map<string, number | undefined>()
  readonly #genres = new Map<string, number>()

  constructor(db: Connection) {
    this.#db = db
  }

  /** Key of a root, made when there is none. */
  root(id: string): number {
    return remembered(this.#roots, id, () => {
      const known = this.#key('SELECT root_key AS key FROM roots WHERE id = ?', id)
      return known ?? this.#db.insert('INSERT INTO roots (id) VALUES (?)', id)
    })
  }

  /** Key of a folder, made when there is none. */
  folder(rootId: string, path: string): number {
    return remembered(this.#folders, `${rootId}\n${path}`, () => {
      const root = this.root(rootId)
      const known = this.#db.get<Keyed>(
        'SELECT folder_key AS key FROM folders WHERE root_key = ? AND path = ?',
        root,
        path,
      )
      if (known !== undefined) return known.key
      return this.#db.insert('INSERT INTO folders (root_key, path) VALUES (?, ?)', root, path)
    })
  }

  album(id: string): number | undefined {
    return remembered(this.#albums, id, () => this.#key('SELECT album_key AS key FROM albums WHERE id = ?', id))
  }

  artist(id: string): number | undefined {
    return remembered(this.#artists, id, () => this.#key('SELECT artist_key AS key FROM artists WHERE id = ?', id))
  }

  /** Key of a genre, made when there is none. */
  genre(name: string): number {
    return remembered(this.#genres, name, () => {
      const known = this.#key('SELECT genre_key AS key FROM genres WHERE name = ?', name)
      return known ?? this.#db.insert('INSERT INTO genres (name) VALUES (?)', name)
    })
  }

  track(id: string): number | undefined {
    return remembered(this.#tracks, id, () => this.#key('SELECT track_key AS key FROM tracks WHERE id = ?', id))
  }

  rememberTrack(id: string, key: number): void {
    this.#tracks.set(id, key)
  }

  rememberAlbum(id: string, key: number | undefined): void {
    this.#albums.set(id, key)
  }

  rememberArtist(id: string, key: number | undefined): void {
    this.#artists.set(id, key)
  }

  #key(sql: string, text: string): number | undefined {
    return this.#db.get<Keyed>(sql, text)?.key
  }
}

interface Keyed {
  readonly key: number
}

const remembered = <V>(keys: Map<string, V>, name: string, find: () => V): V => {
  const known = keys.get(name)
  if (known !== undefined || keys.has(name)) return known as V
  const found = find()
  keys.set(name, found)
  return found
}
