import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { sqliteStorage } from '../../../src/sqlite.ts'
import { insertion } from '../../../src/testing/rows/scan-rows.ts'
import { freshDatabase } from './library-folder.ts'

const openScan = async (database: DatabaseSync) => {
  const storage = sqliteStorage({ database })
  await storage.open()
  const { scan } = await storage.ledger.beginScan({
    rootIds: ['music'],
    mode: 'incremental',
    now: 1,
    discover: [{ rootId: 'music', payload: '{}' }],
  })
  const lease = await storage.ledger.claimUnit({ scanId: scan.id, segments: ['discover'], leaseMs: 1000, now: 1 })
  if (lease === undefined) throw new Error('there is no unit to claim')
  return { storage, lease }
}

describe('errors of SQLite', () => {
  it('are worth another try while somebody else writes', async () => {
    const path = await freshDatabase()
    const database = new DatabaseSync(path, { timeout: 0 })
    const { storage, lease } = await openScan(database)
    const other = new DatabaseSync(path)
    other.exec('BEGIN IMMEDIATE')
    await expect(storage.writer.commit({ lease, now: 1 })).rejects.toMatchObject({
      code: 'STORAGE_FAILED',
      retryable: true,
    })
    other.exec('ROLLBACK')
    await expect(storage.writer.commit({ lease, now: 1, finished: true })).resolves.toMatchObject({ openUnits: 0 })
    other.close()
    database.close()
  })

  it('are worth another try when the disk is full, and nothing of the commit stays', async () => {
    const database = new DatabaseSync(':memory:')
    const { storage, lease } = await openScan(database)
    const pages = Number(database.prepare('PRAGMA page_count').get()?.page_count)
    database.exec(`PRAGMA max_page_count = ${pages + 20}`)
    const tracks = Array.from({ length: 500 }, (_, index) => insertion(`id ${index}`, { path: `${index}.mp3` }))
    await expect(storage.writer.commit({ lease, now: 1, tracks })).rejects.toMatchObject({
      code: 'STORAGE_FAILED',
      retryable: true,
      message: expect.stringContaining('full'),
    })
    expect(await storage.reader.stats()).toMatchObject({ tracks: 0 })
    database.exec('PRAGMA max_page_count = 1000000')
    await storage.writer.commit({ lease, now: 1, tracks })
    expect(await storage.reader.stats()).toMatchObject({ tracks: 500 })
    database.close()
  })

  it('name a row that cannot be stored as refused, not as failed', async () => {
    const database = new DatabaseSync(':memory:')
    const { storage, lease } = await openScan(database)
    for (const size of [Number.NaN, { bytes: 1 } as unknown as number])
      await expect(storage.writer.commit({ lease, now: 1, tracks: [insertion('a', { size })] })).rejects.toMatchObject({
        code: 'STORAGE_REFUSED',
        retryable: false,
      })
    database.close()
  })

  it('tell that a host closed its instance', async () => {
    const database = new DatabaseSync(':memory:')
    database.close()
    await expect(sqliteStorage({ database }).open()).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' })
  })
})
