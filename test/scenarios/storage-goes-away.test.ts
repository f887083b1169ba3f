import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
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

  it('a root that is said to be elsewhere waits until it is confirmed', async () => {
    const { folder, one, two, before } = await twoRoots()
    const elsewhere = join(folder, 'elsewhere')
    cpSync(one, elsewhere, { recursive: true, preserveTimestamps: true })
    const moved = await scannerOf(folder, { roots: [{ id: 'one', path: elsewhere }, two] })
    expect(codes(await moved.scan().result)).toEqual(['one ROOT_RELOCATED'])
    expect(await exported(moved)).toBe(before)
    const { counts, stopped } = await moved.scan({ confirm: { relocated: ['one'] } }).result
    expect(stopped).toEqual([])
    expect(counts).toMatchObject({ added: 0, missing: 0 })
    expect((await moved.library.roots()).map((root) => root.location)).toContain(elsewhere)
  })

  it('a root whose mount hangs is given up after a while, and the process is still there', async () => {
    const { folder, one, scanner: first, before } = await twoRoots()
    await first.close()
    // Its readers are stopped in mid-scan: to the host that is a disk that never answers.
    const scanner = await scannerOf(folder, { roots: [one], isolate: 'always', hangMs: 1500 })
    const run = scanner.scan({ mode: 'full' })
    const children = await new Promise<readonly number[]>((resolve) => {
      const look = setInterval(() => {
        const found = childProcesses()
        if (found.length === 0) return
        clearInterval(look)
        for (const pid of found) process.kill(pid, 'SIGSTOP')
        resolve(found)
      }, 5)
    })
    const report = await run.result
    expect(children.length).toBeGreaterThan(0)
    expect(codes(report)).toEqual(['one ROOT_UNAVAILABLE'])
    expect(report.stopped[0]?.message).toMatch(/has not answered/)
    expect(await exported(scanner)).toBe(before)
  }, 30_000)
})

/** Processes started by this one, from the kernel's own list. */
const childProcesses = (): readonly number[] =>
  readdirSync('/proc/self/task').flatMap((task) =>
    readFileSync(`/proc/self/task/${task}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
  )
