import { copyFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { postgresStorage } from '../../src/postgres.ts'
import { generateLibrary } from '../../src/testing.ts'
import { postgresUrl } from '../support/postgres-url.ts'
import { redisUrl } from '../support/redis-url.ts'
import { checksum } from './support/checksum.ts'
import type { Child } from './support/child-process.ts'
import { dropSchemas, manyConfig, startMember } from './support/crowd.ts'
import { allTracks, scannerOf, temporaryFolder } from './support/library-of.ts'

const postgres = (await postgresUrl()) ?? ''
const redis = (await redisUrl()) ?? ''

describe.skipIf(postgres === '' || redis === '')('a job that kills its worker every time', () => {
  it.each(['redis', 'postgres'] as const)(
    'is found out over %s: its file and its task are set aside, everything else is done',
    async (kind) => {
      const folder = temporaryFolder()
      const music = join(folder, 'music')
      await generateLibrary({ directory: music, files: 120, seed: 8, coverBytes: 100 })
      const [some] = readdirSync(music, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.mp3'))
      if (some === undefined) throw new Error('the library has mp3 files')
      copyFileSync(join(music, some), join(music, 'poison.mp3'))
      copyFileSync(join(music, some), join(music, 'deferred poison.mp3'))
      const config = {
        ...manyConfig(kind, { postgres, redis }, { music, unitSize: 7, leaseMs: 3000, deferred: true }),
        poison: 'poison.mp3',
      }
      onTestFinished(() => dropSchemas(config))
      let over = false
      let deaths = 0
      // As a supervisor does: who dies is started again.
      const supervised = async (): Promise<void> => {
        while (!over) {
          worker = startMember('work', config)
          await worker.ended
          if (!over) deaths++
        }
      }
      let worker: Child | undefined
      const supervising = supervised()
      const host = startMember('host', config)
      expect(await host.ended).toBe(0)
      const seen = await scannerOf(folder, {
        storage: postgresStorage({ connectionString: postgres, schema: config.schema }),
        deferred: [checksum],
      })
      const { items } = await seen.library.errors()
      expect(items).toMatchObject([{ path: 'poison.mp3', code: 'FILE_DAMAGED' }])
      expect((await allTracks(seen)).length).toBe(121)
      const standing = async (): Promise<string> =>
        (await seen.tasks.count()).map(({ state, count }) => `${state} ${count}`).join(', ')
      await expect.poll(standing, { timeout: 120_000, interval: 500 }).toBe('done 120, quarantined 1')
      const { items: aside } = await seen.tasks.list({ states: ['quarantined'] })
      const [track] = (await seen.library.tracks({ ids: aside.map(({ subjectId }) => subjectId) })).items
      expect([track?.path, aside[0]?.error]).toEqual(['deferred poison.mp3', 'It ended its workers 3 times.'])
      // Three times its unit, three times alone, three times its task.
      expect(deaths).toBeGreaterThanOrEqual(9)
      over = true
      worker?.process.kill('SIGTERM')
      await supervising
    },
    300_000,
  )
})
