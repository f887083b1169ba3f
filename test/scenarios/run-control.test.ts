import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createScanner, memoryStorage, ScanError, type ScanEvent } from '../../src/index.ts'
import { generateLibrary } from '../../src/testing.ts'
import { exported, scannerOf, temporaryFolder } from './support/library-of.ts'

const musicOf = async (files: number): Promise<{ folder: string; music: string }> => {
  const folder = temporaryFolder()
  const music = join(folder, 'music')
  await generateLibrary({ directory: music, files, seed: 3, coverBytes: 100 })
  return { folder, music }
}

describe('a run', () => {
  it('tells what happens, in order, and ends with its report', async () => {
    const { folder, music } = await musicOf(120)
    const scanner = await scannerOf(folder, { roots: [music], unitSize: 10 })
    const heard: string[] = []
    scanner.on('track-added', ({ track }) => heard.push(track.id))
    const run = scanner.scan()
    const events: ScanEvent[] = []
    for await (const event of run.events) events.push(event)
    const report = await run.result
    expect(events[0]?.type).toBe('scan-start')
    expect(events.at(-1)).toEqual({ type: 'scan-end', report })
    expect(events.filter((event) => event.type === 'track-added')).toHaveLength(120)
    expect(new Set(heard).size).toBe(120)
    expect(report).toMatchObject({
      state: 'done',
      counts: { seen: 120, changes: 120, read: 120, added: 120, errors: 0 },
      stopped: [],
    })
    expect((report.stages.extract?.items ?? 0) + (report.stages.discover?.items ?? 0)).toBeGreaterThan(0)
  })

  it('goes on after a pause, whose state is in the storage', async () => {
    const { folder, music } = await musicOf(400)
    const scanner = await scannerOf(folder, { roots: [music], unitSize: 5 })
    const run = scanner.scan()
    await new Promise<void>((resolve) => void scanner.on('track-added', () => resolve()))
    await run.pause()
    const { tracks } = await scanner.library.stats()
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect((await scanner.library.stats()).tracks).toBe(tracks)
    expect(tracks).toBeLessThan(400)
    await run.resume()
    expect((await run.result).counts.added).toBe(400)
  })

  it('rejects with the reason of a cancel, and the next one goes on from there', async () => {
    const { folder, music } = await musicOf(400)
    const scanner = await scannerOf(folder, { roots: [music], unitSize: 5 })
    const controller = new AbortController()
    const reason = new Error('the user changed their mind')
    scanner.on('track-added', () => controller.abort(reason))
    await expect(scanner.scan({ signal: controller.signal }).result).rejects.toBe(reason)
    const { tracks } = await scanner.library.stats()
    expect(tracks).toBeGreaterThan(0)
    expect(tracks).toBeLessThan(400)
    const report = await scanner.scan().result
    expect(report.continued).not.toBeNull()
    expect(report.counts.added).toBe(400 - tracks)
    const fresh = await createScanner({ roots: [music], storage: memoryStorage() })
    await fresh.scan().result
    expect(await exported(scanner)).toBe(await exported(fresh))
    await fresh.close()
  })

  it('is joined by the same request and waited for by another', async () => {
    const { folder, music } = await musicOf(60)
    const scanner = await scannerOf(folder, { roots: [music] })
    const first = scanner.scan()
    expect(scanner.scan()).toBe(first)
    const second = scanner.scan({ mode: 'full' })
    expect(second).not.toBe(first)
    expect((await second.result).counts).toMatchObject({ added: 0, updated: 60 })
    expect((await first.result).counts.added).toBe(60)
  })

  it('never is an unhandled rejection', async () => {
    const folder = temporaryFolder()
    const scanner = await scannerOf(folder, { roots: [join(folder, 'nowhere')] })
    scanner.scan()
    await new Promise((resolve) => setTimeout(resolve, 200))
    await expect(createScanner({ roots: 7 as unknown as string[] })).rejects.toSatisfy(
      (error) => ScanError.is(error) && error.code === 'CONFIG_INVALID',
    )
  })

  it('does nothing the second time', async () => {
    const { folder, music } = await musicOf(100)
    const scanner = await scannerOf(folder, { roots: [music] })
    await scanner.scan().result
    const before = await exported(scanner)
    for (const mode of ['incremental', 'quick'] as const) {
      const { counts } = await scanner.scan({ mode }).result
      expect(counts).toMatchObject({ changes: 0, read: 0, added: 0, updated: 0, missing: 0 })
    }
    expect(await exported(scanner)).toBe(before)
  })

  it('of a part, after one that was cut short, looks at everything, so that no later quick scan misses a file', async () => {
    const { folder, music } = await musicOf(300)
    // A folder that changed just now is listed by every quick scan.
    await new Promise((resolve) => setTimeout(resolve, 2100))
    const scanner = await scannerOf(folder, { roots: [music], unitSize: 5 })
    const controller = new AbortController()
    const stop = scanner.on('track-added', () => controller.abort())
    await expect(scanner.scan({ signal: controller.signal }).result).rejects.toThrow()
    stop()
    expect((await scanner.library.stats()).tracks).toBeLessThan(300)
    const [first] = readdirSync(music)
    await scanner.scan({ paths: [join(music, first ?? '')] }).result
    await scanner.scan({ mode: 'quick' }).result
    expect((await scanner.library.stats()).tracks).toBe(300)
  })
})
