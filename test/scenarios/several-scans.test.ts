import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createScanner, memoryStorage, type ScanEvent } from '../../src/index.ts'
import { sqliteStorage } from '../../src/sqlite.ts'
import { generateLibrary } from '../../src/testing.ts'
import { exported, scannerOf, temporaryFolder } from './support/library-of.ts'

const twoRoots = async (): Promise<{ folder: string; a: string; b: string }> => {
  const folder = temporaryFolder()
  const [a, b] = [join(folder, 'a'), join(folder, 'b')]
  await generateLibrary({ directory: a, files: 200, seed: 3, coverBytes: 100 })
  await generateLibrary({ directory: b, files: 200, seed: 4, coverBytes: 100 })
  return { folder, a, b }
}

describe('scans of several processes or roots', () => {
  it('of different roots are one scan, in which both run at once', async () => {
    const { folder, a, b } = await twoRoots()
    const scanner = await scannerOf(folder, { roots: [a, b], unitSize: 5 })
    const first = scanner.scan({ paths: [a] })
    await new Promise<void>((resolve) => void scanner.on('track-added', () => resolve()))
    const second = scanner.scan({ paths: [b] })
    expect(second).not.toBe(first)
    const [one, other] = await Promise.all([first.result, second.result])
    expect(other.scanId).toBe(one.scanId)
    expect(one.counts.added).toBe(400)
    const alone = await createScanner({ roots: [a, b], storage: memoryStorage() })
    await alone.scan().result
    expect(await exported(scanner)).toBe(await exported(alone))
    await alone.close()
  })

  it('of the same root come one after the other when they are not the same request', async () => {
    const { folder, a } = await twoRoots()
    const scanner = await scannerOf(folder, { roots: [a], unitSize: 5 })
    const first = scanner.scan()
    await new Promise<void>((resolve) => void scanner.on('track-added', () => resolve()))
    const second = scanner.scan({ paths: [a] })
    const [one, other] = await Promise.all([first.result, second.result])
    expect(other.scanId).not.toBe(one.scanId)
    expect([one.counts.added, other.counts.added]).toEqual([200, 0])
  })

  it('of another process are joined, or refused on request', async () => {
    const { folder, a } = await twoRoots()
    const path = join(folder, 'library.db')
    const mine = await scannerOf(folder, { roots: [a], storage: sqliteStorage({ path }), unitSize: 5 })
    const other = await scannerOf(folder, { roots: [a], storage: sqliteStorage({ path }) })
    const run = mine.scan()
    await new Promise<void>((resolve) => void mine.on('track-added', () => resolve()))
    await run.pause()
    await expect(other.scan({ whenRunning: 'refuse' }).result).rejects.toMatchObject({ code: 'SCAN_RUNNING' })
    const joined: ScanEvent[] = []
    other.on('scan-join', (event) => joined.push(event))
    const waiting = other.scan().result
    await expect.poll(() => joined.length).toBe(1)
    await run.resume()
    const report = await run.result
    expect(await waiting).toMatchObject({ scanId: report.scanId, state: 'done', counts: report.counts })
  })

  it('are paused, resumed and cancelled by any process', async () => {
    const { folder, a } = await twoRoots()
    const path = join(folder, 'library.db')
    const mine = await scannerOf(folder, { roots: [a], storage: sqliteStorage({ path }), unitSize: 2 })
    const other = await scannerOf(folder, { roots: [a], storage: sqliteStorage({ path }) })
    const heard: string[] = []
    for (const type of ['scan-pause', 'scan-resume'] as const) mine.on(type, () => heard.push(type))
    const run = mine.scan()
    await new Promise<void>((resolve) => void mine.on('track-added', () => resolve()))
    await other.pause()
    await expect.poll(() => heard, { timeout: 5000 }).toEqual(['scan-pause'])
    const { scan, progress, units } = await other.status()
    expect(scan?.state).toBe('paused')
    expect(progress?.leftMs).toBeNull()
    expect(units.length).toBeGreaterThan(0)
    const { tracks } = await other.library.stats()
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect((await other.library.stats()).tracks).toBe(tracks)
    await other.resume()
    await expect.poll(() => heard, { timeout: 5000 }).toEqual(['scan-pause', 'scan-resume'])
    await other.pause()
    await other.cancel()
    await expect(run.result).rejects.toThrow('cancelled by another process')
    expect((await other.status()).scan?.state).toBe('cancelled')
    await expect(other.cancel()).rejects.toMatchObject({ code: 'USAGE' })
    expect((await other.scan().result).continued).toBe(scan?.id)
    expect((await other.library.stats()).tracks).toBe(200)
  })
})
