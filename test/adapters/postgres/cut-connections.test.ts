import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { describe, expect, it, onTestFinished } from 'vitest'
import { memoryStorage } from '../../../src/index.ts'
import { postgresStorage } from '../../../src/postgres.ts'
import { generateLibrary } from '../../../src/testing.ts'
import { exported, scannerOf, temporaryFolder } from '../../scenarios/support/library-of.ts'
import { temporarySchema } from '../../support/postgres-schema.ts'
import { postgresUrl } from '../../support/postgres-url.ts'

const url = (await postgresUrl()) ?? ''

describe.skipIf(url === '')('a scan into Postgres whose connections are cut', () => {
  it('waits, goes on and ends with the library that it would have had', async () => {
    const folder = temporaryFolder()
    const music = join(folder, 'music')
    await generateLibrary({ directory: music, files: 600, seed: 9, coverBytes: 100 })
    const untouched = await scannerOf(folder, { roots: [music], storage: memoryStorage() })
    await untouched.scan().result

    const name = `cut ${randomUUID()}`
    const pool = new pg.Pool({ connectionString: url, max: 4, application_name: name })
    pool.on('error', () => undefined)
    onTestFinished(() => pool.end())
    const schema = temporarySchema(url)
    const scanner = await scannerOf(folder, {
      roots: [music],
      storage: postgresStorage({ pool, schema }),
      unitSize: 10,
    })
    const run = scanner.scan()
    const killer = new pg.Client({ connectionString: url })
    await killer.connect()
    let cuts = 0
    const ended = run.result.then(
      () => true,
      () => true,
    )
    while (!(await Promise.race([ended, sleep(150, false)])) && cuts < 12) {
      const { rowCount } = await killer.query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1 AND query NOT LIKE '%advisory%'",
        [name],
      )
      cuts += rowCount ?? 0
    }
    await killer.end()
    await run.result
    expect(cuts).toBeGreaterThan(2)
    expect(await exported(scanner)).toBe(await exported(untouched))
  }, 60_000)
})
