import { describe, expect, it } from 'vitest'
import { lab, nothing, root } from './support/diff-of.ts'

describe('an incremental scan', () => {
  it('finds every music file once, then nothing', async () => {
    const { write, scan, library } = lab()
    write('b/2.flac', 'a/1.mp3', 'a/x/3.OGG', '4.opus', 'a/notes.txt', 'a b/5.wav')
    const first = await scan()
    expect(first.changes).toEqual(
      ['4.opus', 'a b/5.wav', 'a/1.mp3', 'a/x/3.OGG', 'b/2.flac'].map((path) => `added ${path} (new file)`),
    )
    expect(first.seen).toBe(5)
    expect([...library.folders.keys()]).toEqual(['', 'a b/', 'a/', 'a/x/', 'b/'])
    const second = await scan()
    expect(second).toMatchObject({ ...nothing, seen: 5 })
  })

  it.each([
    ['size', 'ctime', { write: 'longer than before' }, 'size'],
    ['a newer time', 'ctime', { touch: 1 }, 'mtime'],
    ['an older time', 'ctime', { touch: -1_000_000_000 }, 'mtime'],
    ['the time of the inode alone', 'ctime', { touch: 0 }, 'ctime'],
  ])('sees %s', async (_, __, edit, reason) => {
    const { write, scan, disk } = lab()
    write('a/1.mp3')
    const { full } = await scan()
    const at = `${root}/a/1.mp3`
    if ('write' in edit) disk.write(at, edit.write)
    else disk.touch(at, (full.changes[0]?.mtimeUs ?? 0) + (edit.touch ?? 0))
    expect((await scan()).changes).toEqual([`changed a/1.mp3 (${reason})`])
    expect((await scan()).changes).toEqual([])
  })

  it('says that a lost file is gone, and that one is back', async () => {
    const { write, scan, disk, library } = lab()
    write('a/1.mp3', 'a/2.mp3')
    await scan()
    disk.remove(`${root}/a/1.mp3`)
    expect((await scan()).losses).toEqual(['a/1.mp3 (gone)'])
    expect(await scan()).toMatchObject({ changes: [], losses: [] })
    write('a/1.mp3')
    expect((await scan()).changes).toEqual(['returned a/1.mp3 (back again)'])
    expect(library.missing.size).toBe(0)
  })

  it('loses everything under a folder that is gone, and forgets the folder', async () => {
    const { write, scan, disk } = lab()
    write('a/1.mp3', 'a/x/2.mp3', 'a/x/y/3.mp3', 'a0/4.mp3', 'b/5.mp3')
    await scan()
    disk.remove(`${root}/a`)
    const { losses, forgotten } = await scan()
    expect(losses).toEqual(['a/1.mp3 (gone)', 'a/x/2.mp3 (gone)', 'a/x/y/3.mp3 (gone)'])
    expect(forgotten).toEqual(['a/', 'a/x/', 'a/x/y/'])
    expect(await scan()).toMatchObject(nothing)
  })

  it('takes a file that became a folder, or a pipe, for gone', async () => {
    const { write, scan, disk } = lab()
    write('1.mp3', '2.mp3', '3.mp3')
    await scan()
    disk.remove(`${root}/1.mp3`)
    disk.folder(`${root}/1.mp3`)
    disk.remove(`${root}/2.mp3`)
    disk.pipe(`${root}/2.mp3`)
    expect((await scan()).losses).toEqual(['1.mp3 (gone)', '2.mp3 (gone)'])
  })

  it('tells names apart that differ in case', async () => {
    const { write, scan, disk } = lab()
    write('a/X.mp3', 'a/x.mp3')
    await scan()
    disk.remove(`${root}/a/x.mp3`)
    expect((await scan()).losses).toEqual(['a/x.mp3 (gone)'])
  })

  it('tries what failed before again, in each scan', async () => {
    const { write, scan, library } = lab()
    write('1.mp3', '2.mp3')
    await scan()
    library.errors.set('1.mp3', 'EIO')
    expect((await scan()).changes).toEqual(['changed 1.mp3 (failed before)'])
  })

  it('answers alike over a source that answers later', async () => {
    const results = []
    for (const later of [false, true]) {
      const { write, scan, disk } = lab({ later })
      write('a/1.mp3', 'a/2.mp3', 'b/c/3.mp3', ...Array.from({ length: 100 }, (_, index) => `many/${index}.mp3`))
      const first = await scan()
      disk.remove(`${root}/a/1.mp3`)
      results.push([first.changes, (await scan()).losses])
    }
    expect(results[1]).toEqual(results[0])
  })
})

describe('a full scan', () => {
  it('reads every file again that no scan since its begin has read', async () => {
    const { write, scan } = lab()
    write('1.mp3', '2.mp3')
    await scan({ id: 1 })
    expect((await scan({ mode: 'full', id: 2 })).changes).toEqual([
      'changed 1.mp3 (full scan)',
      'changed 2.mp3 (full scan)',
    ])
    expect((await scan({ mode: 'full', id: 3, rereadSince: 2 })).changes).toEqual([])
  })
})

describe('a quick scan', () => {
  it('asks for no file where no folder changed', async () => {
    const { write, scan, library } = lab()
    write('a/1.mp3', 'a/x/2.mp3', 'b/3.mp3')
    await scan()
    library.queries.length = 0
    expect(await scan({ mode: 'quick' })).toMatchObject({ ...nothing, seen: 0 })
    expect(library.queries.every((query) => !query.files)).toBe(true)
  })

  it('finds what came, went and was renamed, at any depth', async () => {
    const { write, scan, disk } = lab()
    write('a/1.mp3', 'a/x/2.mp3', 'a/x/y/3.mp3', 'b/4.mp3', 'b/z/5.mp3')
    await scan()
    disk.remove(`${root}/a/x/2.mp3`)
    disk.remove(`${root}/b/z`)
    write('a/x/y/new/6.mp3')
    const found = await scan({ mode: 'quick' })
    expect(found.changes).toEqual(['added a/x/y/new/6.mp3 (new file)'])
    expect(found.losses).toEqual(['a/x/2.mp3 (gone)', 'b/z/5.mp3 (gone)'])
    expect(await scan({ mode: 'quick' })).toMatchObject(nothing)
    expect(await scan()).toMatchObject(nothing)
  })

  it('does not see an edit in place, which the next incremental scan does', async () => {
    const { write, scan } = lab()
    write('a/1.mp3')
    await scan()
    write('a/1.mp3')
    expect((await scan({ mode: 'quick' })).changes).toEqual([])
    expect((await scan()).changes).toEqual(['changed a/1.mp3 (mtime)'])
  })

  it('lists a folder again that changed less than 2 s before it was listed', async () => {
    const { scan, disk, library } = lab()
    disk.write(`${root}/a/1.mp3`)
    disk.advance(1000)
    await scan()
    expect(library.folders.get('a/')?.mtimeUs).toBeNull()
    // Within the granularity of the time stamp.
    disk.advance(-1000)
    disk.write(`${root}/a/2.mp3`)
    disk.advance(60_000)
    expect((await scan({ mode: 'quick' })).changes).toEqual(['added a/2.mp3 (new file)'])
    expect(library.folders.get('a/')?.mtimeUs).not.toBeNull()
  })

  it('lists everything again under another configuration', async () => {
    const { write, scan } = lab()
    write('a/1.mp3', 'a/2.xyz')
    await scan()
    const settings = { extensions: ['mp3', '.XYZ'] }
    expect((await scan({ mode: 'quick', settings })).changes).toEqual(['added a/2.xyz (new file)'])
    expect(await scan({ mode: 'quick', settings })).toMatchObject({ ...nothing, seen: 0 })
  })

  it('finds folders under one that storage forgot', async () => {
    const { write, scan, library } = lab()
    write('a/b/c/1.mp3')
    await scan()
    library.folders.delete('a/b/')
    expect(await scan({ mode: 'quick' })).toMatchObject({ changes: [], losses: [], forgotten: [] })
    expect(library.folders.has('a/b/')).toBe(true)
  })

  it('believes no loss of a folder whose parent it did not list', async () => {
    const { write, scan, disk, library } = lab()
    write('a/b/1.mp3', 'a/c/2.mp3')
    await scan()
    const before = await disk.stat({ root, path: 'a', escaped: false })
    disk.remove(`${root}/a/b`)
    disk.touch(`${root}/a`, before?.mtimeUs ?? 0)
    expect((await scan({ mode: 'quick' })).losses).toEqual([])
    expect(library.folders.get('a/')?.mtimeUs).toBeNull()
    expect((await scan({ mode: 'quick' })).losses).toEqual(['a/b/1.mp3 (gone)'])
  })
})
