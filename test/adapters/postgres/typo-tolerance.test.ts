import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { postgresStorage } from '../../../src/postgres.ts'
import { storageContract } from '../../../src/testing/storage-contract/storage-contract.ts'
import { dropSchema } from '../../support/postgres-schema.ts'
import { postgresUrl } from '../../support/postgres-url.ts'

const url = (await postgresUrl()) ?? ''
const run = async (connectionString: string, ...statements: readonly string[]): Promise<void> => {
  const client = new pg.Client({ connectionString })
  await client.connect()
  for (const statement of statements) await client.query(statement)
  await client.end()
}

describe.skipIf(url === '')('Postgres storage that forgives mistyped words', () => {
  // An extension is a database's, and other tests' databases have none.
  const database = `test_${randomUUID().replaceAll('-', '')}`
  const own = new URL(url || 'postgres://none')
  own.pathname = `/${database}`
  beforeAll(() => run(url, `CREATE DATABASE ${database}`))
  afterAll(() => run(url, `DROP DATABASE ${database} WITH (FORCE)`))

  storageContract({
    it,
    describe: (name, body) => {
      // The other facets have nothing to do with it, and are run without it.
      if (/opening|search/.test(name)) describe(name, body)
    },
    create: async () => {
      const schema = `test_${randomUUID().replaceAll('-', '')}`
      const connect = () =>
        postgresStorage({ connectionString: own.href, schema, maxConnections: 3, typoTolerance: true })
      return { storage: connect(), connect, dispose: () => dropSchema(own.href, schema) }
    },
  })

  it('says what to do when the extension is neither there nor may be made', async () => {
    const user = `${database}_user`
    await run(url, `CREATE DATABASE ${database}_bare`, `CREATE ROLE ${user} LOGIN PASSWORD 'x'`)
    const bare = new URL(own)
    bare.pathname = `/${database}_bare`
    try {
      await run(bare.href, `CREATE SCHEMA library AUTHORIZATION ${user}`)
      bare.username = user
      bare.password = 'x'
      const open = (typoTolerance: boolean) => async () => {
        const storage = postgresStorage({ connectionString: bare.href, schema: 'library', typoTolerance })
        await storage.open()
        await storage.close()
      }
      await expect(open(true)()).rejects.toMatchObject({
        code: 'STORAGE_UNAVAILABLE',
        message: expect.stringMatching(/CREATE EXTENSION pg_trgm .+ or leave the option out \(permission denied/),
      })
      // A user with nothing but a schema of its own needs no more without it.
      await open(false)()
    } finally {
      await run(url, `DROP DATABASE ${database}_bare WITH (FORCE)`, `DROP ROLE ${user}`)
    }
  })
})
