import { describe, expect, it } from 'vitest'
import { ScanError } from '../../../src/core/errors.ts'
import { lab, nothing, root } from './support/diff-of.ts'

const isUnavailable = (error: unknown): boolean =>
  ScanError.is(error) && error.code === 'ROOT_UNAVAILABLE' && error.rootId === 'r' && error.stage === 'discover'

const modes = ['incremental', 'quick', 'full'] as const

describe('a root that cannot be believed', () => {
  it.each([
    ['is gone', (disk: ReturnType<typeof lab>['disk']) => disk.remove(root)],
    [
      'cannot be listed',
      (disk: ReturnType<typeof lab>['disk']) => {
        // A quick scan lists it because it changed.
        disk.write(`${root}/new`)
        disk.fail(root, 'list', 'EIO')
      },
    ],
    ['cannot be stat’ed', (disk: ReturnType<typeof lab>['disk']) => disk.fail(root, 'stat', 'ESTALE')],
    [
      'is empty',
      (disk: ReturnType<typeof lab>['disk']) => {
        disk.remove(`${root}/a`)
        disk.write(`${root}/.hidden`)
      },
    ],
    [
      'is a file',
      (disk: ReturnType<typeof lab>['disk']) => {
        disk.remove(root)
        disk.write(root)
      },
    ],
  ])('stops the scan when it %s', async (_, harm) => {
    for (const request of [...modes.map((mode) => ({ mode })), { under: 'a/' }, { under: 'a/x/', names: ['2.mp3'] }]) {
      const { write, scan, disk, library } = lab()
      write('a/1.mp3', 'a/x/2.mp3')
      await scan()
      harm(disk)
      disk.advance(10_000)
      await expect(scan(request)).rejects.toSatisfy(isUnavailable)
      expect(library.tracks).toEqual(['a/1.mp3', 'a/x/2.mp3'])
    }
  })

  it('is scanned when it is empty and always was', async () => {
    const { scan, write, disk } = lab()
    expect((await scan()).changes).toEqual([])
    write('a/1.mp3')
    await scan()
    disk.remove(`${root}/a/1.mp3`)
    await scan()
    disk.remove(`${root}/a`)
    expect((await scan()).losses).toEqual([])
  })
})

describe('a folder that cannot be read', () => {
  it.each(modes)('keeps all under it in a %s scan, is told each time, and heals', async (mode) => {
    const { write, scan, disk, library } = lab()
    write('a/1.mp3', 'a/x/2.mp3', 'b/3.mp3')
    await scan()
    disk.advance(10_000)
    disk.remove(`${root}/a/x`)
    disk.fail(`${root}/a`, 'list', 'EIO')
    for (let again = 0; again < 3; again++) {
      expect(await scan({ mode, rereadSince: 0 })).toMatchObject({
        changes: [],
        losses: [],
        errors: ['FOLDER_UNREADABLE a/'],
        healed: [],
      })
    }
    expect(library.errors.get('a/')).toContain('EIO')
    disk.heal()
    expect(await scan({ mode, rereadSince: 0 })).toMatchObject({ losses: ['a/x/2.mp3 (gone)'], healed: ['a/'] })
    expect(library.errors.size).toBe(0)
    expect(await scan({ mode: 'quick' })).toMatchObject(nothing)
  })

  it('is told when it is new, and healed', async () => {
    const { write, scan, disk, library } = lab()
    write('a/1.mp3')
    disk.fail(`${root}/a`, 'list', 'EACCES')
    expect((await scan()).errors).toEqual(['FOLDER_UNREADABLE a/'])
    disk.heal()
    expect(await scan()).toMatchObject({ changes: ['added a/1.mp3 (new file)'], healed: ['a/'] })
    expect(library.errors.size).toBe(0)
  })

  it('leaves no entry in the error list when it goes', async () => {
    const { write, scan, disk, library } = lab()
    write('a/1.mp3', 'b/2.mp3', 'c/3.mp3')
    disk.fail(`${root}/b`, 'list', 'EIO')
    disk.fail(`${root}/c`, 'stat', 'EIO')
    expect((await scan()).errors).toEqual(['FOLDER_UNREADABLE c/', 'FOLDER_UNREADABLE b/'])
    disk.heal()
    disk.remove(`${root}/b`)
    disk.remove(`${root}/c`)
    await scan()
    expect(library.errors.size).toBe(0)
    expect(await scan()).toMatchObject(nothing)
  })

  it('is the folder itself when no file in it may be looked at', async () => {
    const { write, scan, disk } = lab()
    write('a/1.mp3', 'a/2.mp3')
    await scan()
    disk.fail(`${root}/a/1.mp3`, 'stat', 'EACCES')
    expect(await scan()).toMatchObject({ losses: [], errors: ['FOLDER_UNREADABLE a/'] })
  })

  it('may be one that cannot be stat’ed', async () => {
    const { write, scan, disk, library } = lab()
    write('a/b/1.mp3', 'a/2.mp3')
    await scan()
    disk.fail(`${root}/a/b`, 'stat', 'EIO')
    for (const mode of modes)
      expect(await scan({ mode, rereadSince: 0 })).toMatchObject({ losses: [], errors: ['FOLDER_UNREADABLE a/b/'] })
    disk.heal()
    await scan()
    expect(library.errors.size).toBe(0)
  })
})

describe('a file that cannot be looked at', () => {
  it('is kept, told, and tried again', async () => {
    const { write, scan, disk } = lab()
    write('a/1.mp3', 'a/2.mp3', 'a/new.mp3')
    disk.remove(`${root}/a/new.mp3`)
    await scan()
    write('a/new.mp3')
    disk.fail(`${root}/a/1.mp3`, 'stat', 'EIO')
    disk.fail(`${root}/a/new.mp3`, 'stat', 'EIO')
    expect(await scan()).toMatchObject({
      losses: [],
      changes: [],
      errors: ['FILE_UNREADABLE a/1.mp3', 'FILE_UNREADABLE a/new.mp3'],
    })
    disk.heal()
    expect((await scan()).changes).toEqual(['changed a/1.mp3 (failed before)', 'added a/new.mp3 (failed before)'])
  })

  it('is kept when it vanishes between listing and stat', async () => {
    const { write, scan, disk } = lab()
    write('a/1.mp3', 'a/2.mp3')
    await scan()
    const { list } = disk
    Object.assign(disk, {
      list: (path: Parameters<typeof list>[0]) => {
        const entries = list(path)
        if (path.path === 'a') disk.remove(`${root}/a/1.mp3`)
        return entries
      },
    })
    expect((await scan()).losses).toEqual([])
    expect((await scan()).losses).toEqual(['a/1.mp3 (gone)'])
  })

  it('is kept with its folder when that vanishes after it was announced', async () => {
    const { write, scan, disk } = lab()
    write('a/1.mp3', 'b/2.mp3')
    await scan()
    disk.fail(`${root}/a`, 'list', 'ENOENT')
    expect(await scan()).toMatchObject({ losses: [], errors: [] })
  })
})

describe('a disk that is mounted inside a root', () => {
  const mounted = async () => {
    const made = lab()
    made.write('a/1.mp3')
    made.disk.folder(`${root}/usb`)
    made.disk.mount(`${root}/usb`)
    made.write('usb/2.mp3', 'usb/x/3.mp3')
    await made.scan()
    made.disk.advance(10_000)
    return made
  }

  it.each(modes)('shields every row under it in %s scans while it is away, however long', async (mode) => {
    const { scan, disk, library } = await mounted()
    disk.unmount(`${root}/usb`)
    for (let again = 0; again < 3; again++) {
      expect(await scan({ mode, rereadSince: 0 })).toMatchObject({
        losses: [],
        errors: ['FOLDER_UNREADABLE usb/'],
        healed: [],
      })
    }
    for (const under of ['usb/', 'usb/x/']) expect((await scan({ mode, under, rereadSince: 0 })).losses).toEqual([])
    expect((await scan({ under: 'usb/', names: ['2.mp3'] })).losses).toEqual([])
    expect(library.tracks).toEqual(['a/1.mp3', 'usb/2.mp3', 'usb/x/3.mp3'])
    disk.mount(`${root}/usb`)
    expect(await scan({ mode, rereadSince: 0 })).toMatchObject({ changes: [], losses: [], healed: ['usb/'] })
    expect(await scan({ mode: 'quick' })).toMatchObject(nothing)
    disk.remove(`${root}/usb/2.mp3`)
    expect((await scan()).losses).toEqual(['usb/2.mp3 (gone)'])
  })

  it('does not hide what is put in its place', async () => {
    const { scan, disk, write } = await mounted()
    disk.unmount(`${root}/usb`)
    write('usb/new.mp3')
    expect(await scan()).toMatchObject({ changes: ['added usb/new.mp3 (new file)'], losses: [] })
  })

  it('loses what was on it when its folder is removed', async () => {
    const { scan, disk, library } = await mounted()
    disk.unmount(`${root}/usb`)
    await scan()
    disk.remove(`${root}/usb`)
    expect((await scan()).losses).toEqual(['usb/2.mp3 (gone)', 'usb/x/3.mp3 (gone)'])
    expect(library.errors.size).toBe(0)
  })

  it('may get another device number', async () => {
    const { scan, disk } = await mounted()
    disk.unmount(`${root}/usb`)
    disk.mount(`${root}/usb`)
    expect(await scan()).toMatchObject(nothing)
  })

  it('shields a disk in a disk', async () => {
    const { scan, disk, write } = await mounted()
    disk.folder(`${root}/usb/inner`)
    disk.mount(`${root}/usb/inner`)
    write('usb/inner/4.mp3')
    await scan()
    disk.unmount(`${root}/usb/inner`)
    expect(await scan()).toMatchObject({ losses: [], errors: ['FOLDER_UNREADABLE usb/inner/'] })
  })
})
