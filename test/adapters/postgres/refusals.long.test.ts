import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import type { PostgresPool } from '../../../src/adapters/postgres/pool.ts'
import { postgresStorage } from '../../../src/postgres.ts'
import { silentPort, webPort } from '../../support/listeners.ts'
import { canStart } from '../../support/not-run.ts'
import { type PrivateServer, startPostgres } from '../../support/private-servers.ts'

const secret = "s3cr/et' %"
const withinMs = 10_000

/** What opening is refused with: one sentence, in time, without the password. */
const refusal = async (connectionString: string, schema?: string): Promise<string> => {
  const from = performance.now()
  const storage = postgresStorage({ connectionString, ...(schema !== undefined && { schema }) })
  const error: unknown = await storage.open().then(
    () => storage.close(),
    (failure: unknown) => failure,
  )
  expect(performance.now() - from).toBeLessThan(withinMs)
  expect(error).toMatchObject({ code: 'STORAGE_UNAVAILABLE' })
  const { message } = error as Error
  for (const hidden of [secret, encodeURIComponent(secret)]) expect(message).not.toContain(hidden)
  expect(message).toMatch(/^The database .+ cannot be opened: (?:(?!\. )[^\n])+[^.]\.$/)
  return message
}

describe.skipIf(!canStart('postgres'))('a Postgres that demands passwords', () => {
  let server: PrivateServer
  let admin: pg.Client

  beforeAll(async () => {
    server = await startPostgres({ password: secret })
    admin = new pg.Client({ connectionString: server.url })
    await admin.connect()
    await admin.query(`CREATE ROLE limited LOGIN PASSWORD ${pg.escapeLiteral(secret)}`)
    await admin.query('CREATE SCHEMA forbidden')
    await admin.query('CREATE SCHEMA readable')
    await admin.query('GRANT USAGE ON SCHEMA readable TO limited')
    await admin.query('CREATE ROLE shut NOLOGIN')
    await admin.query(`CREATE ROLE builder LOGIN PASSWORD ${pg.escapeLiteral(secret)}`)
    await admin.query('GRANT CREATE ON DATABASE test TO builder')
  })

  afterAll(async () => {
    await admin?.end()
    await server?.remove()
  })

  const at = (change: (url: URL) => void): string => {
    const url = new URL(server.url)
    change(url)
    return url.href
  }

  it('takes the right one', async () => {
    const storage = postgresStorage({ connectionString: server.url })
    await storage.open()
    await storage.close()
  })

  it.each<readonly [string, (url: URL) => void, RegExp]>([
    [
      'a wrong password',
      (url) => (url.password = `${encodeURIComponent(secret)}x`),
      /the password is wrong: .* PGPASSWORD/,
    ],
    ['no password', (url) => (url.password = ''), /it wants a password: put it into the URL, or set PGPASSWORD/],
    ['an unknown user', (url) => (url.username = 'nobody-here'), /the user or the password is wrong/],
    ['a user who may not log in', (url) => (url.username = 'shut'), /the user or the password is wrong/],
    ['an unknown database', (url) => (url.pathname = '/not-there'), /make it with createdb, or correct the URL/],
    ['a user who may not make a schema', (url) => (url.username = 'limited'), /grant it CREATE on the database/],
  ])('refuses %s', async (_, change, sentence) => {
    const message = await refusal(at(change))
    expect(message).toMatch(sentence)
    expect(message).toContain(`127.0.0.1:${server.port}`)
  })

  it('hides a password that is a parameter of the URL', async () => {
    const message = await refusal(
      at((url) => {
        url.password = ''
        url.port = '1'
        url.searchParams.set('password', secret)
        url.searchParams.set('application_name', 'shown')
      }),
    )
    expect(message).toContain('application_name=shown')
    expect(message).not.toContain('s3cr')
  })

  it.each(['limited', 'builder'])('refuses a user without rights on a schema that is there (%s)', async (name) => {
    for (const schema of ['forbidden', 'readable']) {
      const message = await refusal(
        at((url) => (url.username = name)),
        schema,
      )
      expect(message).toMatch(/make it the owner of the schema/)
    }
  })

  it('serves a user who may make schemas', async () => {
    const storage = postgresStorage({ connectionString: at((url) => (url.username = 'builder')), schema: 'own' })
    onTestFinished(() => storage.close())
    await storage.open()
    expect(await storage.reader.stats()).toMatchObject({ tracks: 0 })
  })

  it('tells that it has no connection left', async () => {
    await admin.query('ALTER ROLE limited CONNECTION LIMIT 0')
    onTestFinished(async () => void (await admin.query('ALTER ROLE limited CONNECTION LIMIT -1')))
    expect(await refusal(at((url) => (url.username = 'limited')))).toMatch(/has no connection left/)
  })

  it('tells that it takes no changes, whatever is there', async () => {
    const url = at((url) => (url.username = 'builder'))
    const complete = postgresStorage({ connectionString: url, schema: 'complete' })
    await complete.open()
    await complete.close()
    await admin.query('ALTER ROLE builder SET default_transaction_read_only = on')
    onTestFinished(async () => void (await admin.query('ALTER ROLE builder RESET default_transaction_read_only')))
    for (const schema of ['complete', 'missing', 'forbidden'])
      expect(await refusal(url, schema)).toMatch(/takes no changes: use the URL of the primary server/)
  })
})

describe('what is no Postgres', () => {
  it('a web server', async () => {
    const url = `postgres://u:${encodeURIComponent(secret)}@127.0.0.1:${await webPort()}/test`
    expect(await refusal(url)).toMatch(/no Postgres: correct the URL/)
  })

  it('one that says nothing', async () => {
    const url = `postgres://u:${encodeURIComponent(secret)}@127.0.0.1:${await silentPort()}/test`
    expect(await refusal(url)).toMatch(/does not answer/)
  })
})

/** A pool of a server of some version, which refuses everything else. */
const poolOfVersion = (version: string): { readonly pool: PostgresPool; readonly out: () => number } => {
  let out = 0
  const pool: PostgresPool = {
    async connect() {
      out++
      return {
        async query({ text }) {
          if (!text.includes('server_version_num')) throw new Error('stop here')
          return { rows: [{ version, frozen: 'off' }], rowCount: 1 }
        },
        release: () => void out--,
      }
    },
    end: async () => undefined,
  }
  return { pool, out: () => out }
}

describe('the version of Postgres', () => {
  it.each([
    ['120022', 'Postgres 12'],
    ['90603', 'Postgres 9'],
  ])('refuses %s', async (version, named) => {
    const { pool, out } = poolOfVersion(version)
    const opening = postgresStorage({ pool }).open()
    await expect(opening).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' })
    await expect(opening).rejects.toThrow(`${named}: upgrade it to 13 or later`)
    expect(out()).toBe(0)
  })

  it.each(['130000', '180001', 'unknown'])('takes %s', async (version) => {
    const { pool } = poolOfVersion(version)
    await expect(postgresStorage({ pool }).open()).rejects.toThrow(/stop here/)
  })
})
