import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { type SqliteDatabase, sqliteStorage } from '../../../src/sqlite.ts'
import { freshDatabase } from './library-folder.ts'

describe('an instance of the host', () => {
  it('fits the structural type', () => {
    const database: SqliteDatabase = new DatabaseSync(':memory:')
    expect(database.prepare('SELECT 1 AS one').get()).toMatchObject({ one: 1 })
  })

  it('keeps its settings and stays open', async () => {
    const database = new DatabaseSync(':memory:')
    const settings = () =>
      ['journal_mode', 'synchronous', 'cache_size', 'foreign_keys', 'wal_autocheckpoint', 'busy_timeout'].map((name) =>
        Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {}),
      )
    const before = settings()
    const storage = sqliteStorage({ database })
    await storage.open()
    await storage.reader.stats()
    await storage.close()
    expect(settings()).toEqual(before)
    expect(database.isOpen).toBe(true)
  })

  it('is locked for a scan by one storage at a time, also in memory', async () => {
    const database = new DatabaseSync(':memory:')
    const first = sqliteStorage({ database })
    const second = sqliteStorage({ database })
    await first.open()
    await second.open()
    const request = { rootIds: ['music'], mode: 'full', now: 1, discover: [] } as const
    const { scan } = await first.ledger.beginScan(request)
    await expect(second.ledger.beginScan(request)).rejects.toMatchObject({ code: 'SCAN_RUNNING' })
    await first.ledger.setScanState(scan.id, 'done', null, 2)
    await expect(second.ledger.beginScan(request)).resolves.toMatchObject({ continues: null })
  })

  it('is durable and shared only when it is on disk', async () => {
    const path = await freshDatabase()
    const database = new DatabaseSync(path)
    const gone = { durable: false, multiProcess: false }
    expect(sqliteStorage({ database }).capabilities).toMatchObject({ durable: true, multiProcess: true })
    expect(sqliteStorage({ path }).capabilities).toMatchObject({ durable: true, multiProcess: true })
    expect(sqliteStorage({ database: new DatabaseSync(':memory:') }).capabilities).toMatchObject(gone)
    expect(sqliteStorage({ path: ':memory:' }).capabilities).toMatchObject(gone)
    database.close()
  })

  it('does not lose a transaction that the host has open', async () => {
    const database = new DatabaseSync(':memory:')
    const storage = sqliteStorage({ database })
    await storage.open()
    database.exec('CREATE TABLE hosts_own (x); BEGIN; INSERT INTO hosts_own VALUES (1)')
    await expect(storage.writer.setRoots({ now: 1 })).rejects.toMatchObject({ code: 'STORAGE_FAILED' })
    database.exec('COMMIT')
    expect(database.prepare('SELECT count(*) AS rows FROM hosts_own').get()).toMatchObject({ rows: 1 })
  })
})
