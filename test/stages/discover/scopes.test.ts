import { describe, expect, it } from 'vitest'
import { lab, root } from './support/diff-of.ts'

const library = async () => {
  const made = lab()
  made.write('1.mp3', 'a/2.mp3', 'a/3.mp3', 'a/x/4.mp3', 'ab/5.mp3', 'b/6.mp3')
  await made.scan()
  for (const path of ['1.mp3', 'a/2.mp3', 'a/x/4.mp3', 'ab/5.mp3', 'b/6.mp3']) made.disk.remove(`${root}/${path}`)
  made.write('a/new.mp3', 'b/new.mp3', 'new.mp3')
  return made
}

describe('a scan of one folder', () => {
  it('finds what differs in it and below, and nowhere else', async () => {
    const { scan } = await library()
    const { changes, losses } = await scan({ under: 'a/' })
    expect(changes).toEqual(['added a/new.mp3 (new file)'])
    expect(losses).toEqual(['a/2.mp3 (gone)', 'a/x/4.mp3 (gone)'])
  })

  it('loses all of it when it is gone', async () => {
    const { scan, disk } = await library()
    disk.remove(`${root}/a`)
    expect((await scan({ under: 'a/x/' })).losses).toEqual(['a/x/4.mp3 (gone)'])
    expect((await scan({ under: 'a/' })).losses).toEqual(['a/2.mp3 (gone)', 'a/3.mp3 (gone)'])
  })

  it('keeps all of it when a folder above cannot be read', async () => {
    const { scan, disk } = await library()
    disk.fail(`${root}/a`, 'list', 'EIO')
    expect(await scan({ under: 'a/x/' })).toMatchObject({ losses: [], errors: ['FOLDER_UNREADABLE a/'] })
  })

  it('knows the ignore files above it', async () => {
    const { scan, disk } = await library()
    disk.write(`${root}/.ndignore`, 'new.mp3\nx/')
    const { changes, losses } = await scan({ under: 'a/' })
    expect(changes).toEqual([])
    expect(losses).toEqual(['a/2.mp3 (gone)', 'a/x/4.mp3 (ignored)'])
    disk.write(`${root}/.ndignore`, 'a/')
    expect((await scan({ under: 'a/' })).losses).toEqual(['a/3.mp3 (ignored)'])
  })
})

describe('a scan of single files', () => {
  it('looks at them alone', async () => {
    const { scan } = await library()
    const found = await scan({ under: 'a/', names: ['2.mp3', 'new.mp3', 'nothing.mp3'] })
    expect(found).toMatchObject({
      changes: ['added a/new.mp3 (new file)'],
      losses: ['a/2.mp3 (gone)'],
      folders: [],
      forgotten: [],
      seen: 1,
    })
  })

  it('loses one whose folder is gone', async () => {
    const { scan, disk } = await library()
    disk.remove(`${root}/a`)
    expect((await scan({ under: 'a/', names: ['3.mp3'] })).losses).toEqual(['a/3.mp3 (gone)'])
  })

  it('takes lyrics for the track beside them', async () => {
    const { scan, write } = await library()
    write('a/3.lrc')
    expect((await scan({ under: 'a/', names: ['3.lrc'] })).changes).toEqual(['sidecar a/3.mp3 (lyrics)'])
  })
})
