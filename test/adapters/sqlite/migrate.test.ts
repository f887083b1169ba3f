import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { Connection } from '../../../src/adapters/sqlite/connection.ts'
import { migrate } from '../../../src/adapters/sqlite/migrate.ts'
import { migrations } from '../../../src/adapters/sqlite/schema.ts'
import { sqliteStorage } from '../../../src/sqlite.ts'
import { freshDatabase } from './library-folder.ts'

const versionOf = (database: DatabaseSync): unknown => database.prepare('PRAGMA user_version').get()?.user_version
const tablesOf = (database: DatabaseSync): unknown[] =>
  database
    .prepare("SELECT name FROM sqlite_master WHERE type = 'table'")
    .all()
    .map((row) => row.name)

describe('migrations', () => {
  it('run in order, each once', () => {
    const database = new DatabaseSync(':memory:')
    const steps = ['CREATE TABLE a (x)', 'INSERT INTO a VALUES (1)']
    migrate(new Connection(database), steps.slice(0, 1))
    migrate(new Connection(database), steps)
    migrate(new Connection(database), steps)
    expect(versionOf(database)).toBe(2)
    expect(database.prepare('SELECT count(*) AS rows FROM a').get()).toMatchObject({ rows: 1 })
  })

  it('leave nothing behind when a step fails', () => {
    const database = new DatabaseSync(':memory:')
    const steps = ['CREATE TABLE a (x)', 'CREATE TABLE b (x); INSERT INTO nowhere VALUES (1)']
    expect(() => migrate(new Connection(database), steps)).toThrow('nowhere')
    expect(tablesOf(database)).toEqual([])
    expect(versionOf(database)).toBe(0)
  })

  it('give the tables and indexes that other parts of the project name', () => {
    const database = new DatabaseSync(':memory:')
    migrate(new Connection(database))
    const names = database
      .prepare('SELECT name FROM sqlite_master')
      .all()
      .map((row) => row.name)
    expect(names).toEqual(
      expect.arrayContaining([
        ...[
          'roots',
          'folders',
          'tracks',
          'artists',
          'albums',
          'track_artists',
          'album_artists',
          'genres',
          'track_genres',
        ],
        ...[
          'tags',
          'audio_features',
          'fingerprints',
          'track_vectors',
          'covers',
          'track_covers',
          'album_covers',
          'derived',
        ],
        ...['pending', 'units', 'tasks', 'errors', 'scans', 'provider_cache'],
        ...['idx_tracks_path', 'idx_tracks_artist_album', 'idx_tracks_mb_id', 'idx_tracks_missing_audio'],
        'idx_track_vectors_track_id',
      ]),
    )
  })

  it('refuse a database of a newer release, by path and by instance', async () => {
    const path = await freshDatabase()
    const database = new DatabaseSync(path)
    database.exec(`PRAGMA user_version = ${migrations.length + 1}`)
    const newer = { code: 'STORAGE_NEWER', message: expect.stringContaining('update @soniquebay/scan') }
    await expect(sqliteStorage({ path }).open()).rejects.toMatchObject(newer)
    await expect(sqliteStorage({ database }).open()).rejects.toMatchObject(newer)
    database.close()
  })
})

describe('opening a database file', () => {
  const refused = (path: string, sentence: string) =>
    expect(sqliteStorage({ path }).open()).rejects.toMatchObject({
      code: 'STORAGE_UNAVAILABLE',
      message: expect.stringContaining(sentence),
    })

  it('refuses a file that is not a database', async () => {
    const path = await freshDatabase()
    await writeFile(path, 'This is a shopping list, and a rather long one: '.repeat(20))
    await refused(path, 'not a SQLite database')
  })

  it('refuses a folder', async () => {
    const path = await freshDatabase()
    await mkdir(path)
    await refused(path, 'it is a folder')
  })

  it('refuses a path in a folder that is not there', async () => {
    const path = await freshDatabase()
    await refused(join(dirname(path), 'nowhere', 'library.db'), 'make it first')
  })

  it('can be tried again', async () => {
    const path = await freshDatabase()
    await mkdir(path)
    const storage = sqliteStorage({ path })
    await expect(storage.open()).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' })
    await expect(storage.reader.stats()).rejects.toMatchObject({ code: 'CLOSED' })
  })
})
