import { copyFileSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { nodeFileSource } from '../../src/adapters/files/node-file-source.ts'
import { memoryStorage } from '../../src/index.ts'
import { allTracks, idAt, scannerOf, temporaryFolder } from './support/library-of.ts'
import { encode, encoders, retag, type Song } from './support/real-music.ts'

const song = (index: number): Song => ({
  title: `Title ${index}`,
  artist: `Artist ${index}`,
  album: 'Album',
  tone: 200 + 37 * index,
})

describe.each(Object.keys(encoders))('the id of an .%s file stays with the music', (extension) => {
  const source = mkdtempSync(join(tmpdir(), 'identity-'))
  beforeAll(() => {
    for (let index = 0; index < 4; index++) encode(join(source, `${index}.${extension}`), song(index))
    return () => rmSync(source, { recursive: true })
  }, 60_000)

  // In this thread and in memory: eighteen formats would start some hundred threads. The tests below use the real ones.
  const library = async () => {
    const folder = temporaryFolder()
    const music = join(folder, 'music')
    mkdirSync(join(music, 'a'), { recursive: true })
    for (let index = 0; index < 4; index++)
      copyFileSync(join(source, `${index}.${extension}`), join(music, 'a', `${index}.${extension}`))
    const scanner = await scannerOf(folder, { roots: [music], fileSource: nodeFileSource(), storage: memoryStorage() })
    const { counts } = await scanner.scan().result
    expect(counts).toMatchObject({ added: 4, errors: 0 })
    const ids = await Promise.all([0, 1, 2, 3].map((index) => idAt(scanner, `a/${index}.${extension}`)))
    const at = (path: string): string => join(music, path)
    return { folder, music, scanner, at, id: (index: number): string => ids[index] ?? '' }
  }

  it('when it moves', async () => {
    const { scanner, at, id } = await library()
    mkdirSync(at('b/c'), { recursive: true })
    renameSync(at(`a/0.${extension}`), at(`b/c/0.${extension}`))
    const { counts } = await scanner.scan().result
    expect(counts).toMatchObject({ moved: 1, added: 0, missing: 0 })
    expect(await idAt(scanner, `b/c/0.${extension}`)).toBe(id(0))
  })

  it('when it is renamed', async () => {
    const { scanner, at, id } = await library()
    renameSync(at(`a/0.${extension}`), at(`a/other name.${extension}`))
    await scanner.scan().result
    expect(await idAt(scanner, `a/other name.${extension}`)).toBe(id(0))
    expect(await allTracks(scanner)).toHaveLength(4)
  })

  it('when it is retagged', async () => {
    const { scanner, at, id } = await library()
    retag(at(`a/0.${extension}`), { title: 'A new title' })
    const { counts } = await scanner.scan().result
    expect(counts).toMatchObject({ updated: 1, added: 0, replaced: 0 })
    expect(await idAt(scanner, `a/0.${extension}`)).toBe(id(0))
  })

  it('when it is moved and retagged at once', async () => {
    const { scanner, at, id } = await library()
    retag(at(`a/0.${extension}`), { title: 'Quite another title', artist: 'Somebody' })
    mkdirSync(at('b'))
    renameSync(at(`a/0.${extension}`), at(`b/moved.${extension}`))
    await scanner.scan().result
    expect(await idAt(scanner, `b/moved.${extension}`)).toBe(id(0))
    expect(await allTracks(scanner)).toHaveLength(4)
  })

  it('when two files are swapped', async () => {
    const { scanner, at, id } = await library()
    renameSync(at(`a/0.${extension}`), at('aside'))
    renameSync(at(`a/1.${extension}`), at(`a/0.${extension}`))
    renameSync(at('aside'), at(`a/1.${extension}`))
    const { counts } = await scanner.scan().result
    expect(counts).toMatchObject({ moved: 2, added: 0, missing: 0 })
    expect(await idAt(scanner, `a/0.${extension}`)).toBe(id(1))
    expect(await idAt(scanner, `a/1.${extension}`)).toBe(id(0))
  })

  it('when it moves away and a copy is put back at the old place', async () => {
    const { scanner, at, id } = await library()
    renameSync(at(`a/0.${extension}`), at(`a/away.${extension}`))
    await scanner.scan().result
    expect(await idAt(scanner, `a/away.${extension}`)).toBe(id(0))
    copyFileSync(at(`a/away.${extension}`), at(`a/0.${extension}`))
    const { counts } = await scanner.scan().result
    expect(counts).toMatchObject({ added: 1, moved: 0 })
    expect(await idAt(scanner, `a/away.${extension}`)).toBe(id(0))
    expect(await idAt(scanner, `a/0.${extension}`)).not.toBe(id(0))
  })

  it('when it goes and comes back', async () => {
    const { scanner, at, id } = await library()
    renameSync(at(`a/0.${extension}`), at('elsewhere.txt'))
    expect((await scanner.scan().result).counts).toMatchObject({ missing: 1 })
    renameSync(at('elsewhere.txt'), at(`a/0.${extension}`))
    expect((await scanner.scan().result).counts).toMatchObject({ returned: 1, added: 0 })
    expect(await idAt(scanner, `a/0.${extension}`)).toBe(id(0))
  })

  it('and another song under the same file name is a new track', async () => {
    const { scanner, at, id } = await library()
    copyFileSync(at(`a/1.${extension}`), at('other.txt'))
    encode(at(`a/0.${extension}`), { title: 'Something else', artist: 'Another band', album: 'Other', tone: 1234 })
    await scanner.scan().result
    expect(await idAt(scanner, `a/0.${extension}`)).not.toBe(id(0))
    const old = (await allTracks(scanner)).find((track) => track.id === id(0))
    expect(old?.missingReason).toBe('overwritten')
  })
})

describe('the id stays with the music', () => {
  it('when it moves to another root, alone or with its duplicates', async () => {
    const folder = temporaryFolder()
    encode(join(folder, 'one/album/a.mp3'), song(1))
    copyFileSync(join(folder, 'one/album/a.mp3'), join(folder, 'one/album/twin.mp3'))
    encode(join(folder, 'two/b.mp3'), song(2))
    encode(join(folder, 'one/keep.mp3'), song(3))
    const scanner = await scannerOf(folder, { roots: [join(folder, 'one'), join(folder, 'two')] })
    await scanner.scan().result
    const [a, twin] = [await idAt(scanner, 'album/a.mp3'), await idAt(scanner, 'album/twin.mp3')]
    expect(a).not.toBe(twin)
    renameSync(join(folder, 'one/album'), join(folder, 'two/album'))
    const { counts } = await scanner.scan().result
    expect(counts).toMatchObject({ moved: 2, added: 0, missing: 0 })
    expect(await idAt(scanner, 'album/a.mp3', 'two')).toBe(a)
    expect(await idAt(scanner, 'album/twin.mp3', 'two')).toBe(twin)
  })

  it('when an mp3 is upgraded to flac', async () => {
    const folder = temporaryFolder()
    encode(join(folder, 'music/x/01 Song.mp3'), song(1))
    encode(join(folder, 'music/x/02 Other.mp3'), song(2))
    const scanner = await scannerOf(folder, { roots: [join(folder, 'music')] })
    await scanner.scan().result
    const id = await idAt(scanner, 'x/01 Song.mp3')
    rmSync(join(folder, 'music/x/01 Song.mp3'))
    encode(join(folder, 'music/x/01 Song.flac'), song(1))
    const { counts } = await scanner.scan().result
    expect(counts).toMatchObject({ replaced: 1, added: 0, missing: 0 })
    expect(await idAt(scanner, 'x/01 Song.flac')).toBe(id)
  })

  it('when it moves between folders of which only one is scanned', async () => {
    const folder = temporaryFolder()
    encode(join(folder, 'music/x/song.mp3'), song(1))
    encode(join(folder, 'music/y/other.mp3'), song(2))
    encode(join(folder, 'music/x/third.mp3'), song(3))
    const scanner = await scannerOf(folder, { roots: [join(folder, 'music')] })
    await scanner.scan().result
    const id = await idAt(scanner, 'x/song.mp3')
    renameSync(join(folder, 'music/x/song.mp3'), join(folder, 'music/y/song.mp3'))
    await scanner.scan({ paths: [join(folder, 'music/y')] }).result
    expect(await idAt(scanner, 'y/song.mp3')).toBe(id)
    expect((await allTracks(scanner)).filter((track) => track.missingSince !== null)).toEqual([])
  })
})
