import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { memoryStorage } from '../../src/index.ts'
import { postgresStorage } from '../../src/postgres.ts'
import { sqliteStorage } from '../../src/sqlite.ts'
import { generateLibrary } from '../../src/testing.ts'
import { temporarySchema } from '../support/postgres-schema.ts'
import { postgresUrl } from '../support/postgres-url.ts'
import { changeMusic, randomOf } from './support/change-music.ts'
import { exported, scannerOf, temporaryFolder } from './support/library-of.ts'

const connectionString = (await postgresUrl()) ?? ''

describe.skipIf(connectionString === '')('memory, SQLite and Postgres', () => {
  it('hold the same library after a scan, and after one with moves, swaps, retags and deletions', async () => {
    const folder = temporaryFolder()
    const music = join(folder, 'music')
    await generateLibrary({ directory: music, files: 400, seed: 5, coverBytes: 100, duplicates: 10 })
    const results: string[][] = []
    const storages = [
      memoryStorage(),
      sqliteStorage({ path: join(folder, 'library.db') }),
      postgresStorage({ connectionString, schema: temporarySchema(connectionString) }),
    ]
    for (const storage of storages) {
      const copy = join(folder, `for ${storage.name}`)
      cpSync(music, copy, { recursive: true, preserveTimestamps: true })
      // Units of seven files, so that albums straddle them.
      const scanner = await scannerOf(folder, { roots: [{ id: 'music', path: copy }], storage, unitSize: 7 })
      const lines: string[] = []
      for (const alter of [() => undefined, () => changeMusic(copy, randomOf(5))]) {
        alter()
        const { counts, stopped } = await scanner.scan().result
        lines.push(JSON.stringify({ counts, stopped }), await exported(scanner), await exported(scanner, true))
      }
      results.push(lines)
    }
    const [memory, sqlite, postgres] = results
    expect(sqlite).toEqual(memory)
    expect(postgres).toEqual(memory)
  }, 120_000)
})
