import { describe, expect, it } from 'vitest'
import { filesPresent } from '../../../src/stages/discover/files-present.ts'
import { fakeFileSource } from '../../../src/testing/fake-file-source/fake-file-source.ts'

const ask = async (disk: ReturnType<typeof fakeFileSource>, ...paths: readonly string[]) =>
  filesPresent(
    disk,
    paths.map((path) => ({ rootId: 'r', path, diskPath: path.includes('%') ? path : null })),
    { r: '/m' },
  )

describe('whether files are at their places', () => {
  it('is proven by the nearest folder that is there', async () => {
    const disk = fakeFileSource()
    disk.write('/m/a/1.mp3')
    disk.write('/m/e\u0301.mp3')
    expect(await ask(disk, 'a/1.mp3', 'a/2.mp3', 'b/c/3.mp3', 'e%CC%81.mp3')).toEqual([
      'present',
      'absent',
      'absent',
      'present',
    ])
  })

  it('is not known when the root is empty, gone or cannot be read', async () => {
    const disk = fakeFileSource()
    disk.folder('/m')
    expect(await ask(disk, 'a/1.mp3')).toEqual(['unknown'])
    disk.remove('/m')
    expect(await ask(disk, 'a/1.mp3')).toEqual(['unknown'])
    disk.write('/m/x')
    disk.fail('/m', 'list', 'EIO')
    expect(await ask(disk, 'a/1.mp3')).toEqual(['unknown'])
  })

  it('is not known when the folder cannot be listed, or still names the file', async () => {
    const disk = fakeFileSource()
    disk.write('/m/a/1.mp3')
    disk.fail('/m/a', 'list', 'EIO')
    expect(await ask(disk, 'a/2.mp3')).toEqual(['unknown'])
    disk.heal()
    disk.fail('/m/a/1.mp3', 'stat', 'EIO')
    expect(await ask(disk, 'a/1.mp3')).toEqual(['unknown'])
    disk.heal()
    disk.link('/m/a/l.mp3', 'nothing')
    expect(await ask(disk, 'a/l.mp3')).toEqual(['unknown'])
  })

  it('is not known for paths that would leave the root, or roots that are elsewhere', async () => {
    const disk = fakeFileSource()
    disk.write('/m/x')
    disk.write('/secret')
    expect(await ask(disk, '../secret', 'a/../../secret', '%2E%2E/secret')).toEqual(['unknown', 'unknown', 'unknown'])
    expect(await filesPresent(disk, [{ rootId: 'other', path: 'x', diskPath: null }], { r: '/m' })).toEqual(['unknown'])
  })

  it('says that a file is gone where a folder of its name is', async () => {
    const disk = fakeFileSource()
    disk.write('/m/1.mp3/x')
    expect(await ask(disk, '1.mp3')).toEqual(['absent'])
  })

  it('is not known under a disk that was mounted when the file was seen and is not now', async () => {
    const disk = fakeFileSource()
    disk.write('/m/keep.mp3')
    disk.folder('/m/usb')
    const place = { rootId: 'r', path: 'usb/x/1.mp3', diskPath: null, mounts: 1 }
    expect(await filesPresent(disk, [place], { r: '/m' })).toEqual(['unknown'])
    disk.mount('/m/usb')
    expect(await filesPresent(disk, [place], { r: '/m' })).toEqual(['absent'])
  })
})
