import { createHash } from 'node:crypto'
import { appendFileSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { type DeferredStage, memoryStorage, ScanError, type Scanner, type ScannerConfig } from '../../src/index.ts'
import { sqliteStorage } from '../../src/sqlite.ts'
import { generateLibrary } from '../../src/testing.ts'
import { checksum } from './support/checksum.ts'
import { allTracks, scannerOf, temporaryFolder } from './support/library-of.ts'

const musicOf = async (files: number): Promise<{ folder: string; music: string }> => {
  const folder = temporaryFolder()
  const music = join(folder, 'music')
  await generateLibrary({ directory: music, files, seed: 3, coverBytes: 100 })
  return { folder, music }
}

/** `done 12, waiting 3`. */
const standing = async ({ tasks }: Scanner): Promise<string> =>
  (await tasks.count()).map(({ state, count }) => `${state} ${count}`).join(', ')

const stage = (work: DeferredStage['work'], more: Partial<DeferredStage> = {}): DeferredStage => ({
  ...{ kind: 'mine', version: '1', derivesFrom: 'audio', work },
  ...more,
})

const quick: Partial<ScannerConfig> = { backoff: { baseMs: 10, maxMs: 20 }, queues: { mine: { concurrency: 4 } } }

describe('deferred work', () => {
  it('is owed by every track, done once, and kept with it; a retagged file owes it again', async () => {
    const { folder, music } = await musicOf(60)
    const scanner = await scannerOf(folder, {
      roots: [music],
      deferred: [checksum],
      queues: { sha256: { concurrency: 3 } },
    })
    await scanner.scan().result
    expect(await standing(scanner)).toBe('waiting 60')
    const work = scanner.work()
    await expect.poll(() => standing(scanner), { timeout: 20_000 }).toBe('done 60')
    const [track] = await allTracks(scanner)
    if (track === undefined) throw new Error('there are tracks')
    const path = join(music, track.path)
    const sum = (): string => createHash('sha256').update(readFileSync(path)).digest('hex')
    const value = async (): Promise<string | undefined> => (await scanner.tasks.derived([track.id]))[0]?.value
    expect(await value()).toBe(sum())
    appendFileSync(path, 'more')
    await scanner.scan().result
    await expect.poll(value, { timeout: 20_000 }).toBe(sum())
    await work.stop()
    expect((await scanner.status()).workers).toEqual([])
  })

  it('is there after a restart, and owed again when its version changes', async () => {
    const { folder, music } = await musicOf(20)
    const path = join(folder, 'library.db')
    const first = await scannerOf(folder, { roots: [music], storage: sqliteStorage({ path }), deferred: [checksum] })
    await first.scan().result
    await first.close()
    const second = await scannerOf(folder, { roots: [music], storage: sqliteStorage({ path }), deferred: [checksum] })
    const work = second.work()
    await expect.poll(() => standing(second), { timeout: 20_000 }).toBe('done 20')
    await work.stop()
    await second.close()
    const third = await scannerOf(folder, {
      ...{ roots: [music], storage: sqliteStorage({ path }), deferred: [{ ...checksum, version: '2' }] },
    })
    expect(await standing(third)).toBe('waiting 20')
  })

  it('is tried again with growing pauses, then quarantined, and tried again when somebody says so', async () => {
    const { folder, music } = await musicOf(3)
    let broken = true
    const tried: string[] = []
    const scanner = await scannerOf(folder, {
      ...{ roots: [music], ...quick },
      deferred: [
        stage(async ({ track, attempts }) => {
          tried.push(`${track.path} ${attempts}`)
          if (broken) throw new Error('no luck')
          return null
        }),
      ],
    })
    await scanner.scan().result
    const work = scanner.work()
    await expect.poll(() => standing(scanner), { timeout: 20_000 }).toBe('quarantined 3')
    expect(tried).toHaveLength(9)
    const { items } = await scanner.tasks.list({ states: ['quarantined'] })
    expect(items.map(({ error, attempts }) => [error, attempts])).toEqual([
      ['no luck', 3],
      ['no luck', 3],
      ['no luck', 3],
    ])
    broken = false
    expect(await scanner.tasks.retry({ subjectIds: items.slice(0, 1).map(({ subjectId }) => subjectId) })).toBe(1)
    await expect.poll(() => standing(scanner), { timeout: 20_000 }).toBe('done 1, quarantined 2')
    expect(await scanner.tasks.retry()).toBe(2)
    await expect.poll(() => standing(scanner), { timeout: 20_000 }).toBe('done 3')
    expect(await scanner.tasks.derived((await allTracks(scanner)).map(({ id }) => id))).toEqual([])
    await work.stop()
  })

  it('that can never succeed is quarantined at once, and one that hangs is left behind', async () => {
    const { folder, music } = await musicOf(2)
    const seen: string[] = []
    const scanner = await scannerOf(folder, {
      ...{ roots: [music], ...quick, maxAttempts: 2 },
      queues: { mine: { timeLimitMs: 100 }, never: {} },
      deferred: [
        stage(() => new Promise(() => undefined)),
        stage(
          async ({ attempts }) => {
            seen.push(`attempt ${attempts}`)
            throw new ScanError('FILE_DAMAGED', 'It will never be read.')
          },
          { kind: 'never' },
        ),
      ],
    })
    await scanner.scan().result
    const failures: string[] = []
    scanner.on('job-failed', ({ segment, message }) => failures.push(`${segment}: ${message}`))
    const work = scanner.work()
    await expect.poll(() => standing(scanner), { timeout: 20_000 }).toBe('quarantined 2, quarantined 2')
    expect(seen).toEqual(['attempt 1', 'attempt 1'])
    expect(failures).toContain('never: It will never be read.')
    expect(failures.filter((text) => text.includes('more than 100 ms'))).toHaveLength(4)
    await work.stop()
  })

  it('in hand is handed back when the worker stops, without counting as an attempt', async () => {
    const { folder, music } = await musicOf(1)
    const started = Promise.withResolvers<void>()
    let mayEnd = false
    const scanner = await scannerOf(folder, {
      ...{ roots: [music], ...quick },
      deferred: [
        stage(async ({ attempts }, signal) => {
          started.resolve()
          if (!mayEnd) await sleep(60_000, undefined, { signal })
          return String(attempts)
        }),
      ],
    })
    await scanner.scan().result
    const work = scanner.work()
    await started.promise
    await work.stop({ graceMs: 50 })
    expect(await standing(scanner)).toBe('waiting 1')
    mayEnd = true
    const again = scanner.work()
    await expect.poll(() => standing(scanner), { timeout: 20_000 }).toBe('done 1')
    const [track] = await allTracks(scanner)
    expect(await scanner.tasks.derived([track?.id ?? ''])).toMatchObject([{ kind: 'mine', value: '1' }])
    await again.stop()
  })

  it('waits while its track is missing', async () => {
    const { folder, music } = await musicOf(5)
    const scanner = await scannerOf(folder, { roots: [music], storage: memoryStorage(), deferred: [checksum] })
    await scanner.scan().result
    const [track] = await allTracks(scanner)
    rmSync(join(music, track?.path ?? ''))
    await scanner.scan().result
    const work = scanner.work()
    await expect.poll(() => standing(scanner), { timeout: 20_000 }).toBe('done 4, waiting 1')
    await sleep(1500)
    expect(await standing(scanner)).toBe('done 4, waiting 1')
    await work.stop()
  })

  it('has a concurrency and a rate that change while it runs', async () => {
    const { folder, music } = await musicOf(30)
    let atWork = 0
    let most = 0
    const scanner = await scannerOf(folder, {
      ...{ roots: [music], queues: { mine: { concurrency: 2 } } },
      deferred: [
        stage(async () => {
          most = Math.max(most, ++atWork)
          await sleep(20)
          atWork--
          return null
        }),
      ],
    })
    await scanner.scan().result
    const work = scanner.work()
    await expect.poll(() => most, { timeout: 20_000 }).toBe(2)
    work.adjust('mine', { concurrency: 5 })
    await expect.poll(() => standing(scanner), { timeout: 20_000 }).toBe('done 30')
    expect(most).toBeGreaterThan(2)
    expect(most).toBeLessThanOrEqual(5)
    expect(() => work.adjust('cover', { concurrency: 1 })).toThrow('does not work on cover')
    await work.stop()
  })

  it('is refused for segments that nobody here can work', async () => {
    const { folder, music } = await musicOf(1)
    const scanner = await scannerOf(folder, { roots: [music], deferred: [checksum] })
    expect(() => scanner.work({ segments: ['extract'] })).toThrow('only over a shared queue')
    expect(() => scanner.work({ segments: ['enrich'] })).toThrow('There is no work for the segment enrich here')
    expect(() => scanner.scan({ segments: ['discover', 'settle'] })).toThrow('Nobody would read the files')
  })
})
