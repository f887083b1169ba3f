import assert from 'node:assert/strict'
import { ScanError } from '../core/errors.ts'
import { escapeName } from '../core/identity/name-key.ts'
import type { DiskPath, FileSource } from '../core/ports/file-source.ts'
import type { TestRunner } from './storage-contract/suite.ts'

/** A file source to test, and the means to prepare what it shows. Paths are relative to the root. */
export interface FileSourceUnderTest {
  readonly source: FileSource
  /** Location of an empty folder. */
  readonly root: string
  /** Location of an empty folder outside the root. */
  readonly outside: string
  /** Writes a file below a location, and the folders above it. */
  write(location: string, path: string | Uint8Array, content: string): void | Promise<void>
  /** Makes a folder below a location. */
  folder(location: string, path: string): void | Promise<void>
  /** Where the source has links. */
  link?(location: string, path: string, target: string): void | Promise<void>
  /** Where the source has things that are neither file nor folder. */
  pipe?(location: string, path: string): void | Promise<void>
  /** Called after each case. */
  dispose?(): void | Promise<void>
}

/** What the suite needs. */
export interface FileSourceContractOptions extends TestRunner {
  /** Makes a source over two empty folders; each case asks for one. */
  readonly create: () => FileSourceUnderTest | Promise<FileSourceUnderTest>
}

const failsWith =
  (...codes: readonly string[]) =>
  (error: unknown): boolean =>
    error instanceof Error && 'code' in error && codes.includes(String(error.code))

const isRefused = (error: unknown): boolean => ScanError.is(error) && error.code === 'FILE_REFUSED'

/**
 * The contract of a {@link FileSource} as a test suite for any runner with `describe` and `it`. The built-in source and the fake one pass it.
 *
 * @example
 * ```ts
 * import { describe, it } from 'node:test'
 * import { fakeFileSource, fileSourceContract } from '@soniquebay/scan/testing'
 *
 * fileSourceContract({
 *   describe,
 *   it,
 *   create: () => {
 *     const source = fakeFileSource()
 *     source.folder('/root')
 *     source.folder('/outside')
 *     return {
 *       source,
 *       root: '/root',
 *       outside: '/outside',
 *       write: (location, path, content) => source.write(`${location}/${path}`, content),
 *       folder: (location, path) => source.folder(`${location}/${path}`),
 *     }
 *   },
 * })
 * ```
 */
export const fileSourceContract = ({ describe, it, create }: FileSourceContractOptions): void => {
  const test = (
    name: string,
    body: (under: FileSourceUnderTest, at: (path: string) => DiskPath) => Promise<void>,
  ): void =>
    it(name, async () => {
      const under = await create()
      try {
        await body(under, (path) => ({ root: under.root, path, escaped: false }))
      } finally {
        await under.dispose?.()
      }
    })
  const listing = async (source: FileSource, path: DiskPath): Promise<string[]> =>
    (await source.list(path)).map(({ name, kind }) => `${kind} ${name}`).sort()

  describe('file source contract: listing', () => {
    test('names what is in a folder, and what it is', async ({ source, root, write, folder, link, pipe }, at) => {
      await write(root, 'a.mp3', 'a')
      await write(root, 'b/c.mp3', 'c')
      await folder(root, 'empty')
      await link?.(root, 'l', 'a.mp3')
      await pipe?.(root, 'p')
      const special = [...(link ? ['link l'] : []), ...(pipe ? ['other p'] : [])]
      assert.deepEqual(await listing(source, at('')), ['file a.mp3', 'folder b', 'folder empty', ...special])
      assert.deepEqual(await listing(source, at('b')), ['file c.mp3'])
      assert.deepEqual(await listing(source, at('empty')), [])
    })
    test('spells names as the disk does', async ({ source, root, write }, at) => {
      const names = ['\u00e9.mp3', 'e\u0301.mp3', 'Upper.mp3', 'upper.mp3', 'a%41.mp3', '\ufffd.mp3', '\u{1f3b5} .mp3']
      for (const name of names) await write(root, name, name)
      const listed = await source.list(at(''))
      assert.deepEqual(listed.map(({ name }) => name).sort(), names.toSorted())
      assert.ok(listed.every(({ escaped }) => !escaped))
      for (const name of names) assert.equal((await source.stat(at(name)))?.size, Buffer.byteLength(name))
    })
    test('escapes names that are not UTF-8, and finds them again', async ({ source, root, write }) => {
      const name = Buffer.from([0x61, 0xff, 0x20, 0x25, 0xc3, 0xa9])
      await write(root, name, 'odd')
      const [entry] = await source.list({ root, path: '', escaped: false })
      assert.deepEqual(entry, { name: escapeName(name), escaped: true, kind: 'file' })
      const path = { root, path: escapeName(name), escaped: true }
      assert.equal((await source.stat(path))?.size, 3)
      const file = await source.open(path)
      assert.equal(Buffer.from(file.bytes.view(0, 9)).toString(), 'odd')
      await file.close()
    })
    test('fails for what is no folder', async ({ source, root, write }, at) => {
      await write(root, 'a.mp3', 'a')
      await assert.rejects(async () => source.list(at('nothing')), failsWith('ENOENT'))
      await assert.rejects(async () => source.list(at('a.mp3')), failsWith('ENOTDIR'))
    })
  })

  describe('file source contract: stat', () => {
    test('tells kind, size and whole numbers', async ({ source, root, write }, at) => {
      await write(root, 'f/a.mp3', 'abc')
      const file = await source.stat(at('f/a.mp3'))
      const folder = await source.stat(at('f'))
      assert.equal(file?.kind, 'file')
      assert.equal(file.size, 3)
      assert.equal(folder?.kind, 'folder')
      assert.equal((await source.stat(at('')))?.kind, 'folder')
      for (const value of [file.mtimeUs, file.ctimeUs, file.size]) assert.ok(Number.isSafeInteger(value))
      assert.notEqual(file.inode, folder.inode)
      assert.equal(file.device, folder.device)
      assert.deepEqual(await source.stat(at('f/a.mp3')), file)
    })
    test('tells nothing of what is not there', async ({ source, root, write }, at) => {
      await write(root, 'a.mp3', 'a')
      assert.equal(await source.stat(at('nothing')), undefined)
      assert.equal(await source.stat(at('nothing/below')), undefined)
      assert.equal(await source.stat(at('a.mp3/below')), undefined)
    })
    test('follows links', async ({ source, root, write, link }, at) => {
      if (link === undefined) return
      await write(root, 'a.mp3', 'abc')
      await link(root, 'l', 'a.mp3')
      await link(root, 'broken', 'nothing')
      await link(root, 'loop', 'loop')
      assert.equal((await source.stat(at('l')))?.size, 3)
      assert.equal(await source.stat(at('broken')), undefined)
      await assert.rejects(async () => source.stat(at('loop')), failsWith('ELOOP'))
    })
  })

  describe('file source contract: opening', () => {
    test('reads the bytes asked for, fewer at the end', async ({ source, root, write }, at) => {
      await write(root, 'a.mp3', '0123456789')
      const { bytes, stamp, close } = await source.open(at('a.mp3'))
      const read = (position: number, length: number): string => Buffer.from(bytes.view(position, length)).toString()
      assert.equal(bytes.size, 10)
      assert.deepEqual(
        [read(0, 4), read(4, 2), read(8, 5), read(10, 1), read(99, 1), read(3, 0)],
        ['0123', '45', '89', '', '', ''],
      )
      const stat = await source.stat(at('a.mp3'))
      assert.deepEqual(stamp, { size: stat?.size, mtimeUs: stat?.mtimeUs, ctimeUs: stat?.ctimeUs })
      await close()
    })
    test('keeps open files apart, however often one is closed', async ({ source, root, write }, at) => {
      await write(root, 'a.mp3', 'aaa')
      await write(root, 'b.mp3', 'bbb')
      const first = await source.open(at('a.mp3'))
      await first.close()
      await first.close()
      const [a, b] = [await source.open(at('a.mp3')), await source.open(at('b.mp3'))]
      assert.equal(Buffer.from(a.bytes.view(0, 3)).toString(), 'aaa')
      assert.equal(Buffer.from(b.bytes.view(0, 3)).toString(), 'bbb')
      assert.equal(Buffer.from(a.bytes.view(0, 3)).toString(), 'aaa')
      await a.close()
      await b.close()
    })
    test('refuses what is no regular file', async ({ source, root, folder, pipe }, at) => {
      await folder(root, 'f')
      await pipe?.(root, 'p')
      await assert.rejects(async () => source.open(at('f')), isRefused)
      if (pipe !== undefined) await assert.rejects(async () => source.open(at('p')), isRefused)
      await assert.rejects(async () => source.open(at('nothing')), failsWith('ENOENT'))
    })
    test('refuses what lies outside the root', async ({ source, root, outside, write, link }, at) => {
      if (link === undefined) return
      await write(outside, 'secret', 'secret')
      await write(root, 'f/a.mp3', 'abc')
      await link(root, 'file', `${outside}/secret`)
      await link(root, 'folder', outside)
      await link(root, 'inside', 'f/a.mp3')
      await assert.rejects(async () => source.open(at('file')), isRefused)
      await assert.rejects(async () => source.open(at('folder/secret')), isRefused)
      const { bytes, close } = await source.open(at('inside'))
      assert.equal(bytes.size, 3)
      await close()
    })
  })

  describe('file source contract: real paths', () => {
    test('resolves every link', async ({ source, root, write, link }, at) => {
      await write(root, 'f/a.mp3', 'a')
      const real = await source.realPath(at(''))
      assert.equal(await source.realPath(at('f/a.mp3')), `${real}/f/a.mp3`)
      await assert.rejects(async () => source.realPath(at('nothing')), failsWith('ENOENT'))
      if (link === undefined) return
      await link(root, 'l', 'f')
      assert.equal(await source.realPath(at('l/a.mp3')), `${real}/f/a.mp3`)
    })
  })
}
