import { execFile } from 'node:child_process'
import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { generateLibrary } from '../../src/testing.ts'
import { temporaryFolder } from '../scenarios/support/library-of.ts'

const main = join(import.meta.dirname, '../../src/cli/main.ts')

const cli = (...args: string[]): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> =>
  new Promise((resolve) => {
    execFile(process.execPath, [main, ...args], { env: { ...process.env, NO_COLOR: '1' } }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : error === null ? 0 : -1, stdout, stderr })
    })
  })

const lines = (text: string): string[] => text.split('\n').filter((line) => line !== '')

describe('wrong usage ends with exit code 2 and one clear sentence', () => {
  it.each([
    ['an unknown option', (folder: string) => ['scan', folder, '--sped'], /unknown option '--sped'/],
    [
      'an unknown mode',
      (folder: string) => ['scan', folder, '--mode', 'fast'],
      /Allowed choices are incremental, quick, full/,
    ],
    ['a folder that is not there', (folder: string) => ['scan', join(folder, 'nowhere')], /nowhere is not there/],
    [
      'a file where a folder is expected',
      (folder: string) => ['scan', join(folder, 'a.txt')],
      /a\.txt is not a folder/,
    ],
    [
      'two roots of one name',
      (folder: string) => ['scan', join(folder, 'x/music'), join(folder, 'y/music')],
      /would both be the root music/,
    ],
    [
      'a library that is not there',
      (folder: string) => ['stats', '--db', join(folder, 'none.db')],
      /There is no library at .*none\.db/,
    ],
    [
      'a newer library',
      (folder: string) => ['scan', join(folder, 'x/music'), '--db', join(folder, 'newer.db')],
      /schema 9999.*update/,
    ],
    [
      'a library in a folder that is not there',
      (folder: string) => ['scan', join(folder, 'x/music'), '--db', join(folder, 'no/where.db')],
      /where\.db/,
    ],
  ])('%s', async (_name, args, sentence) => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'a.txt'), 'text')
    mkdirSync(join(folder, 'x/music'), { recursive: true })
    mkdirSync(join(folder, 'y/music'), { recursive: true })
    const newer = new DatabaseSync(join(folder, 'newer.db'))
    newer.exec('PRAGMA user_version = 9999')
    newer.close()
    const given = args(folder)
    const db = given.includes('--db') ? [] : ['--db', join(folder, 'library.db')]
    const { code, stdout, stderr } = await cli(...given, ...db)
    expect(stderr).toMatch(sentence)
    expect(stderr).not.toMatch(/\n\s+at /)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  })
})

describe('the command line', () => {
  it('scans a folder, says what it did, and answers questions with JSON only on stdout', async () => {
    const folder = temporaryFolder()
    const music = join(folder, 'music')
    await generateLibrary({ directory: music, files: 40, seed: 4, coverBytes: 100 })
    const db = ['--db', join(folder, 'library.db')]
    const scanned = await cli(music, '--json', ...db)
    expect(scanned.code).toBe(0)
    expect(lines(scanned.stdout)).toHaveLength(1)
    expect(JSON.parse(scanned.stdout)).toMatchObject({ state: 'done', counts: { added: 40 } })
    const tracks = await cli('tracks', '--json', ...db)
    expect(lines(tracks.stdout).map((line) => typeof (JSON.parse(line) as { id: unknown }).id)).toEqual(
      Array(40).fill('string'),
    )
    const quiet = await cli(music, '--quiet', ...db)
    expect(quiet).toEqual({ code: 0, stdout: '', stderr: '' })
    const exported = await cli('export', '--by-path', ...db)
    expect(lines(exported.stdout).length).toBeGreaterThan(40)
    const explained = await cli(
      'explain',
      join(music, (JSON.parse(lines(tracks.stdout)[0] ?? '{}') as { path: string }).path),
      ...db,
    )
    expect(explained.stdout).toMatch(/quality/)
    expect((await cli('doctor', ...db)).code).toBe(0)
  })

  it('ends with 1 when a root stopped, and says why', async () => {
    const folder = temporaryFolder()
    const music = join(folder, 'music')
    await generateLibrary({ directory: music, files: 5, seed: 4, coverBytes: 100 })
    const db = ['--db', join(folder, 'library.db')]
    await cli(music, ...db)
    renameSync(music, join(folder, 'unplugged'))
    const { code, stderr } = await cli('scan', ...db)
    expect(code).toBe(1)
    expect(stderr).toMatch(/is not there.*\[ROOT_UNAVAILABLE\]/s)
  })

  it('inspects a file without a library', async () => {
    const folder = temporaryFolder()
    const library = await generateLibrary({ directory: folder, files: 3, seed: 8, coverBytes: 100 })
    const [first] = [...library.tracks()]
    const { stdout, code } = await cli('inspect', join(folder, first?.path ?? ''), '--json')
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      reader: 'native',
      error: null,
      title: first?.title,
      album: first?.album,
    })
  })
})
