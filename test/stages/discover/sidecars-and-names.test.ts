import { describe, expect, it } from 'vitest'
import { lab, nothing, root } from './support/diff-of.ts'

describe('lyrics beside a file', () => {
  it('change its track when they come, change and go', async () => {
    const { write, scan, disk } = lab()
    write('a/1.mp3', 'a/2.mp3')
    await scan()
    write('a/1.lrc')
    const { changes, full } = await scan()
    expect(changes).toEqual(['sidecar a/1.mp3 (lyrics)'])
    expect(full.changes[0]?.lyricsFile).toBe('1.lrc')
    expect(await scan()).toMatchObject(nothing)
    disk.write(`${root}/a/1.lrc`, 'other words')
    expect((await scan()).changes).toEqual(['sidecar a/1.mp3 (lyrics)'])
    disk.remove(`${root}/a/1.lrc`)
    const gone = await scan()
    expect(gone.changes).toEqual(['sidecar a/1.mp3 (lyrics)'])
    expect(gone.full.changes[0]?.lyricsFile).toBeNull()
  })

  it('are named with every change of the file, as the disk spells them', async () => {
    const { write, scan } = lab()
    write('e\u0301.mp3', 'e\u0301.LRC')
    const { full } = await scan()
    expect(full.changes[0]).toMatchObject({ path: '\u00e9.mp3', diskPath: 'e%CC%81.mp3', lyricsFile: 'e\u0301.LRC' })
  })

  it('come with a new file at once', async () => {
    const { write, scan } = lab()
    write('1.mp3', '1.lrc')
    expect((await scan()).full.changes[0]).toMatchObject({ kind: 'added', lyricsFile: '1.lrc' })
    expect(await scan()).toMatchObject(nothing)
  })
})

describe('pictures and ignore files', () => {
  it('are remembered with their folder', async () => {
    const { write, scan, library } = lab()
    write('a/1.mp3', 'a/Cover.JPG', 'a/folder.png', 'a/holiday.jpg', 'a/.ndignore', 'a/booklet-01.jpg')
    await scan()
    expect(library.folders.get('a/')?.sidecars.map(({ name }) => name)).toEqual([
      '.ndignore',
      'Cover.JPG',
      'folder.png',
    ])
    write('a/Cover.JPG')
    expect(await scan()).toMatchObject({ changes: [], losses: [] })
    expect(await scan()).toMatchObject(nothing)
  })
})

describe('what is ignored', () => {
  it('is lost as ignored, not as gone, and comes back', async () => {
    const { write, scan, disk } = lab()
    write('a/1.mp3', 'a/x/2.mp3', 'a/live/3.mp3', 'b/4.mp3')
    await scan()
    disk.write(`${root}/a/.ndignore`, '# not these\nlive/\n1.*')
    expect((await scan()).losses).toEqual(['a/1.mp3 (ignored)', 'a/live/3.mp3 (ignored)'])
    disk.write(`${root}/b/.nomedia`)
    expect((await scan()).losses).toEqual(['b/4.mp3 (ignored)'])
    disk.remove(`${root}/a/.ndignore`)
    disk.remove(`${root}/b/.nomedia`)
    expect((await scan()).changes).toEqual([
      'returned a/1.mp3 (back again)',
      'returned a/live/3.mp3 (back again)',
      'returned b/4.mp3 (back again)',
    ])
  })

  it('is found by a quick scan too, below the new ignore file', async () => {
    const { write, scan, disk } = lab()
    write('a/b/c/1.mp3', 'a/b/c/2.mp3')
    await scan()
    disk.write(`${root}/a/.ndignore`, '1.mp3')
    disk.advance(10_000)
    expect((await scan({ mode: 'quick' })).losses).toEqual(['a/b/c/1.mp3 (ignored)'])
    expect(await scan({ mode: 'quick' })).toMatchObject(nothing)
  })

  it('stacks: a deeper ignore file takes back what a higher one says', async () => {
    const { write, scan, disk } = lab()
    disk.write(`${root}/.ndignore`, '*.mp3')
    disk.write(`${root}/a/.ndignore`, '!keep.mp3')
    write('1.mp3', 'a/keep.mp3', 'a/2.mp3', 'a/b/keep.mp3')
    expect((await scan()).changes).toEqual(['added a/keep.mp3 (new file)', 'added a/b/keep.mp3 (new file)'])
  })

  it.each(['', '\n\n', '# only a remark\n'])('is everything where the ignore file says %j', async (patterns) => {
    const { write, scan, disk } = lab()
    disk.write(`${root}/a/.ndignore`, patterns)
    write('a/1.mp3', 'a/b/2.mp3', '3.mp3')
    expect((await scan()).changes).toEqual(['added 3.mp3 (new file)'])
  })

  it('may be said by the configuration, with names told apart by case', async () => {
    const { write, scan } = lab()
    write('Live/1.mp3', 'live/2.mp3', 'a/Live/3.mp3', '.../4.mp3', 'b/5.mp3')
    await scan()
    expect((await scan({ settings: { ignore: ['Live/', '[z-a]', '5.mp3'] } })).losses).toEqual([
      'Live/1.mp3 (ignored)',
      'a/Live/3.mp3 (ignored)',
      'b/5.mp3 (ignored)',
    ])
  })

  it('is what has an extension that no longer counts', async () => {
    const { write, scan } = lab()
    write('1.mp3', '2.flac')
    await scan()
    expect((await scan({ settings: { extensions: ['flac'] } })).losses).toEqual(['1.mp3 (ignored)'])
  })

  it('keeps a folder whose ignore file cannot be read', async () => {
    const { write, scan, disk } = lab()
    write('a/1.mp3')
    await scan()
    disk.write(`${root}/a/.ndignore`, '*')
    disk.fail(`${root}/a/.ndignore`, 'open', 'EACCES')
    for (const mode of ['incremental', 'quick'] as const)
      expect(await scan({ mode })).toMatchObject({ losses: [], errors: ['FOLDER_UNREADABLE a/'] })
  })

  it('never are hidden files', async () => {
    const { write, scan } = lab()
    write('.trash/1.mp3', 'a/._2.mp3', 'a/3.mp3')
    expect((await scan()).changes).toEqual(['added a/3.mp3 (new file)'])
  })
})

describe('odd names', () => {
  it('have the key of their NFC form, and a second one of the same form a key of its own', async () => {
    const { write, scan } = lab()
    write('e\u0301/a.mp3', 'u\u0308.mp3', '\u00fc.mp3')
    const { full } = await scan()
    expect(full.changes.map(({ path, diskPath }) => [path, diskPath])).toEqual([
      ['\u00fc.mp3', null],
      ['\ufffdu%CC%88.mp3', 'u%CC%88.mp3'],
      ['\u00e9/a.mp3', 'e%CC%81/a.mp3'],
    ])
    expect(await scan()).toMatchObject(nothing)
    expect(await scan({ mode: 'quick' })).toMatchObject(nothing)
    expect(await scan({ under: '\u00e9/' })).toMatchObject({ ...nothing, seen: 1 })
  })

  it('tell all files of a folder that is spelled otherwise now', async () => {
    for (const mode of ['incremental', 'quick'] as const) {
      const { write, scan, disk } = lab()
      write('e\u0301/x/a.mp3')
      await scan()
      disk.move(`${root}/e\u0301`, `${root}/\u00e9`)
      disk.advance(10_000)
      const { changes, losses, full } = await scan({ mode })
      expect(changes).toEqual(['changed \u00e9/x/a.mp3 (spelling)'])
      expect(full.changes[0]?.diskPath).toBeNull()
      expect(losses).toEqual([])
      expect(await scan({ mode })).toMatchObject(nothing)
    }
  })

  it('may be no UTF-8 at all, folders too', async () => {
    const { scan, disk } = lab()
    const bytes = Buffer.concat([
      Buffer.from(`${root}/`),
      Buffer.from([0xff]),
      Buffer.from('/x/'),
      Buffer.from([0xe9]),
      Buffer.from('.mp3'),
    ])
    disk.write(bytes, 'odd')
    disk.advance(10_000)
    const { full } = await scan()
    expect(full.changes.map(({ path, diskPath }) => [path, diskPath])).toEqual([
      ['\ufffd%FF/x/\ufffd%E9.mp3', '%FF/x/%E9.mp3'],
    ])
    expect(await scan()).toMatchObject(nothing)
    expect(await scan({ mode: 'quick' })).toMatchObject(nothing)
    disk.remove(bytes)
    disk.advance(10_000)
    expect((await scan({ mode: 'quick' })).losses).toEqual(['\ufffd%FF/x/\ufffd%E9.mp3 (gone)'])
  })
})

describe('links', () => {
  const followLinks = { followLinks: true }

  it('are not followed unless asked for, and never out of the root', async () => {
    const { write, scan, disk } = lab()
    write('a/1.mp3')
    disk.write('/elsewhere/2.mp3')
    disk.link(`${root}/file.mp3`, 'a/1.mp3')
    disk.link(`${root}/folder`, 'a')
    disk.link(`${root}/out`, '/elsewhere')
    disk.link(`${root}/out.mp3`, '/elsewhere/2.mp3')
    expect((await scan()).changes).toEqual(['added a/1.mp3 (new file)'])
    expect((await scan({ settings: followLinks })).changes).toEqual([
      'added file.mp3 (new file)',
      'added folder/1.mp3 (new file)',
    ])
    expect(await scan({ mode: 'quick', settings: followLinks })).toMatchObject({ changes: [], losses: [] })
    expect((await scan()).losses).toEqual(['file.mp3 (ignored)', 'folder/1.mp3 (ignored)'])
  })

  it('that lead in circles end', async () => {
    const { write, scan, disk } = lab()
    write('a/b/1.mp3')
    disk.link(`${root}/a/b/up`, '..')
    disk.link(`${root}/a/top`, root)
    disk.link(`${root}/self`, 'self')
    expect((await scan({ settings: followLinks })).changes).toEqual(['added a/b/1.mp3 (new file)'])
  })

  it('to nothing keep what they had', async () => {
    const { write, scan, disk } = lab()
    write('a/1.mp3')
    disk.link(`${root}/l.mp3`, 'a/1.mp3')
    disk.link(`${root}/l`, 'a')
    await scan({ settings: followLinks })
    disk.move(`${root}/a`, `${root}/b`)
    expect((await scan({ settings: followLinks })).losses).toEqual(['a/1.mp3 (gone)'])
  })
})

describe('chunks', () => {
  it('hold no more than was asked for, however flat the folder', async () => {
    const { write, scan, library, disk } = lab()
    library.pageRows = 20_000
    const names = Array.from({ length: 2500 }, (_, index) => `flat/${index}.mp3`)
    write(...names)
    const { chunks, changes } = await scan({ settings: { chunkSize: 100 } })
    expect(changes).toHaveLength(2500)
    expect(Math.max(...chunks.map((chunk) => chunk.changes.length))).toBe(100)
    for (const name of names) disk.remove(`${root}/${name}`)
    write('flat/left.mp3')
    const second = await scan()
    expect(second.losses).toHaveLength(2500)
    expect(Math.max(...second.chunks.map((chunk) => chunk.losses.length))).toBeLessThanOrEqual(1000)
  })

  it('stop when the scan is cancelled', async () => {
    const { write, scan } = lab()
    write('1.mp3')
    await expect(scan({ signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough')
  })
})
