import { join } from 'node:path'
import pg from 'pg'
import { describe, expect, it, onTestFinished } from 'vitest'
import { postgresStorage } from '../../../src/postgres.ts'
import { generateLibrary } from '../../../src/testing.ts'
import { scannerOf, temporaryFolder } from '../../scenarios/support/library-of.ts'
import { temporarySchema } from '../../support/postgres-schema.ts'
import { postgresUrl } from '../../support/postgres-url.ts'

const url = (await postgresUrl()) ?? ''

describe.skipIf(url === '')('a large scan into Postgres', () => {
  it('ends with the statistics that its queries are planned by', async () => {
    const folder = temporaryFolder()
    const music = join(folder, 'music')
    await generateLibrary({ directory: music, files: 1100, seed: 2, coverBytes: 10 })
    const schema = temporarySchema(url)
    const storage = postgresStorage({ connectionString: url, schema })
    const scanner = await scannerOf(folder, { roots: [music], storage })
    await scanner.scan().result
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    onTestFinished(() => client.end())
    const { rows } = await client.query(`SELECT reltuples FROM pg_class WHERE oid = '${schema}.tracks'::regclass`)
    expect(rows).toEqual([{ reltuples: 1100 }])
  })
})
