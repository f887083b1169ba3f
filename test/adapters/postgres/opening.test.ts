import { createServer } from 'node:net'
import pg from 'pg'
import { describe, expect, it, onTestFinished } from 'vitest'
import { postgresStorage } from '../../../src/postgres.ts'
import { temporarySchema } from '../../support/postgres-schema.ts'
import { postgresUrl } from '../../support/postgres-url.ts'

const url = (await postgresUrl()) ?? ''

const poolOf = (): pg.Pool => {
  const pool = new pg.Pool({ connectionString: url, max: 3 })
  onTestFinished(() => pool.end())
  return pool
}

const at = (change: (url: URL) => void): string => {
  const changed = new URL(url || 'postgres://none')
  change(changed)
  return changed.href
}

/** A server that takes connections and never says a word. */
const silentServer = async (): Promise<number> => {
  const server = createServer((socket) => onTestFinished(() => void socket.destroy()))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

describe.skipIf(url === '')('opening Postgres storage', () => {
  it('makes the schema once, though ten open it at once', async () => {
    const schema = temporarySchema(url)
    const storages = Array.from({ length: 10 }, () =>
      postgresStorage({ connectionString: url, schema, maxConnections: 1 }),
    )
    await Promise.all(storages.map((storage) => storage.open()))
    expect(await storages[3]?.reader.stats()).toMatchObject({ tracks: 0 })
    await Promise.all(storages.map((storage) => storage.close()))
    const { rows } = await poolOf().query(`SELECT count(*)::int AS count FROM ${schema}.schema_version`)
    expect(rows).toEqual([{ count: 1 }])
  })

  it('refuses a schema of a newer release', async () => {
    const schema = temporarySchema(url)
    const storage = postgresStorage({ connectionString: url, schema })
    await storage.open()
    await storage.close()
    await poolOf().query(`UPDATE ${schema}.schema_version SET version = 999`)
    await expect(storage.open()).rejects.toMatchObject({ code: 'STORAGE_NEWER' })
  })

  it('uses the pool of a host and leaves it open, its sessions as they were', async () => {
    const pool = poolOf()
    const before = (await pool.query('SHOW search_path')).rows
    const storage = postgresStorage({ pool, schema: temporarySchema(url) })
    await storage.open()
    await storage.reader.stats()
    await storage.close()
    expect((await pool.query('SHOW search_path')).rows).toEqual(before)
  })

  it('tells a schema of any name', async () => {
    const schema = `odd "name' of ${Date.now()}`
    const storage = postgresStorage({ connectionString: url, schema })
    onTestFinished(async () => {
      await poolOf().query(`DROP SCHEMA ${pg.escapeIdentifier(schema)} CASCADE`)
    })
    await storage.open()
    expect(await storage.reader.stats()).toMatchObject({ tracks: 0 })
    await storage.close()
  })

  it.each([
    ['nothing listens', at((where) => (where.port = '1')), /no server answers there/],
    ['there is no such database', at((where) => (where.pathname = '/not-there')), /createdb/],
    [
      'there is no such host',
      at((where) => (where.hostname = 'not-there.invalid')),
      /host name (is not known|cannot be looked up)/,
    ],
    ['the URL is none', 'postgres://[', /cannot be opened/],
  ])('says in one sentence what to do where %s', async (_, connectionString, sentence) => {
    await expect(postgresStorage({ connectionString }).open()).rejects.toMatchObject({
      code: 'STORAGE_UNAVAILABLE',
      message: expect.stringMatching(sentence),
    })
  })

  it('gives a server up that does not answer, within ten seconds', async () => {
    const port = await silentServer()
    const from = performance.now()
    await expect(
      postgresStorage({ connectionString: at((where) => (where.port = String(port))) }).open(),
    ).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' })
    expect(performance.now() - from).toBeLessThan(10_000)
  })

  it('does not tell the password', async () => {
    const connectionString = at((where) => {
      where.port = '1'
      where.password = 'secret'
    })
    const failure = await postgresStorage({ connectionString })
      .open()
      .catch((error: unknown) => String(error))
    expect(failure).not.toContain('secret')
  })

  it('rejects calls while it is closed', async () => {
    await expect(postgresStorage({ connectionString: url }).reader.stats()).rejects.toMatchObject({ code: 'CLOSED' })
  })
})
