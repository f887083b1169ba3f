import { chmodSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { ScanReport } from '../../src/index.ts'
import { generateLibrary } from '../../src/testing.ts'
import { allTracks, exported, scannerOf, temporaryFolder } from './support/library-of.ts'

const twoRoots = async () => {
  const folder = temporaryFolder()
  const [one, two] = [join(folder, 'one'), join(folder, 'two')]
  await generateLibrary({ directory: one, files: 60, seed: 1, coverBytes: 100 })
  await generateLibrary({ directory: two, files: 30, seed: 2, coverBytes: 100 })
  const scanner = await scannerOf(folder, { roots: [one, two] })
  await scanner.scan().result
  return { folder, one, two, scanner, before: await exported(scanner) }
}

const codes = (report: ScanReport): string[] => report.stopped.map((root) => `${root.rootId} ${root.code}`)

describe('when storage goes away, nothing is marked or lost', () => {
  it('a root that is gone stops; the other one goes on', async () => {
    const { folder, one, two, scanner, before } = await twoRoots()
    renameSync(one, join(folder, 'unplugged'))
    const report = await scanner.scan().result
    expect(codes(report)).toEqual(['one ROOT_UNAVAILABLE'])
    expect(await exported(scanner)).toBe(before)
    await generateLibrary({ directory: join(two, 'more'), files: 5, seed: 3, coverBytes: 100 })
    expect((await scanner.scan().result).counts.added).toBe(5)
  })

  it('a root that is empty although the library holds tracks of it stops', async () => {
    const { one, scanner, before } = await twoRoots()
    rmSync(one, { recursive: true })
    mkdirSync(one)
    expect(codes(await scanner.scan().result)).toEqual(['one ROOT_UNAVAILABLE'])
    expect(await exported(scanner)).toBe(before)
  })

  it('a root whose tracks are mostly gone waits until it is confirmed', async () => {
    const { one, scanner, before } = await twoRoots()
    await generateLibrary({ directory: join(one, 'keep'), files: 3, seed: 9, coverBytes: 100 })
    await scanner.scan().result
    const tracks = (await allTracks(scanner)).filter((track) => track.rootId === 'one')
    for (const { path } of tracks.slice(0, 50)) rmSync(join(one, path))
    const report = await scanner.scan().result
    expect(codes(report)).toEqual(['one MASS_DELETION'])
    expect((await allTracks(scanner)).filter((track) => track.missingSince !== null)).toEqual([])
    expect(codes(await scanner.scan({ mode: 'quick' }).result)).toEqual(['one MASS_DELETION'])
    const confirmed = await scanner.scan({ confirm: { losses: true } }).result
    expect(confirmed.stopped).toEqual([])
    expect(confirmed.counts.missing).toBe(50)
    expect(before).not.toBe('')
  })

  it('moves are applied although the losses beside them wait', async () => {
    const { one, scanner } = await twoRoots()
    const tracks = (await allTracks(scanner)).filter((track) => track.rootId === 'one')
    mkdirSync(join(one, 'moved'))
    for (const [index, { path }] of tracks.slice(0, 10).entries()) {
      renameSync(join(one, path), join(one, 'moved', `${index}${path.slice(path.lastIndexOf('.'))}`))
    }
    for (const { path } of tracks.slice(10, 50)) rmSync(join(one, path))
    const report = await scanner.scan().result
    expect(codes(report)).toEqual(['one MASS_DELETION'])
    expect(report.counts).toMatchObject({ moved: 10, added: 0, missing: 0 })
  })

  it.skipIf(process.getuid?.() === 0)('a folder that cannot be read keeps its tracks', async () => {
    const { one, scanner, before } = await twoRoots()
    const [first] = (await allTracks(scanner)).filter((track) => track.rootId === 'one')
    const folder = join(one, (first?.path ?? '').split('/')[0] ?? '')
    chmodSync(folder, 0)
    const report = await scanner.scan().result.finally(() => chmodSync(folder, 0o755))
    expect(report.counts.missing).toBe(0)
    expect((await scanner.library.errors()).items.map((error) => error.code)).toEqual(['FOLDER_UNREADABLE'])
    await scanner.scan().result
    expect(await exported(scanner)).toBe(before)
  })
})
