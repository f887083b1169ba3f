import assert from 'node:assert/strict'
import { knownFlag } from '../../core/ports/library-writer.ts'
import { compareKeys } from '../../core/text/compare-keys.ts'
import { folderState, insertion, itemError, pendingArrival } from '../rows/scan-rows.ts'
import { allKnown } from './observe.ts'
import { newSongs } from './songs.ts'
import type { Facet } from './suite.ts'

const folderKeys = ['', 'a/', 'a b/', 'a/b/', 'a/b/c/', 'ab/', 'b/', '\uffff/', '\u{1F3B5}/']
const stamp = { size: 11, mtimeUs: 22, ctimeUs: 33 }

export const knownFiles: Facet = ({ it }) => {
  it('lists folders and files in byte order, whatever the page size, and never tears a folder', async (lab) => {
    const paths = folderKeys.flatMap((key) => ['z', '\uffff', '\u{1F3B5}', 'a'].map((name) => `${key}${name}.mp3`))
    await lab.store({ tracks: paths.map((path) => insertion(path, { path })) })
    const whole = await allKnown(lab.storage, 'music')
    assert.deepEqual(
      whole.map((folder) => folder.key),
      [...folderKeys].sort(compareKeys),
    )
    for (const folder of whole) assert.deepEqual(folder.files?.names, ['a.mp3', 'z.mp3', '\uffff.mp3', '\u{1F3B5}.mp3'])
    for (const limit of [1, 2, 3, 4, 5, 7, 9, 36, 37]) {
      assert.deepEqual(await allKnown(lab.storage, 'music', '', limit), whole)
      assert.deepEqual(
        await allKnown(lab.storage, 'music', '', limit, false),
        whole.map((folder) => ({ ...folder, files: null })),
      )
    }
    const { folders, next } = await lab.writer.known({ rootId: 'music', under: '', after: null, files: true, limit: 2 })
    assert.ok(folders.length < whole.length && next !== null, 'a small limit gives a small page')
  })

  it('lists only what lies under a folder', async (lab) => {
    await lab.store({ tracks: folderKeys.map((key) => insertion(key, { path: `${key}x.mp3` })) })
    const under = async (key: string) => (await allKnown(lab.storage, 'music', key)).map((folder) => folder.key)
    assert.deepEqual(await under('a/'), ['a/', 'a/b/', 'a/b/c/'])
    assert.deepEqual(await under('a/b/c/'), ['a/b/c/'])
    assert.deepEqual(await under('nowhere/'), [])
    assert.deepEqual(await allKnown(lab.storage, 'other'), [])
  })

  it('knows a folder by its state, a track, an arrival or an error', async (lab) => {
    const state = folderState({
      key: 'state/',
      mtimeUs: null,
      diskPath: 'st%FFate',
      mounts: 2,
      sidecars: [{ name: 'a.lrc', size: 1, mtimeUs: 2 }],
    })
    await lab.store({
      folders: [state],
      tracks: [insertion('t', { path: 'track/x.mp3' })],
      arrivals: [pendingArrival({ path: 'arrival/x.mp3' })],
      errors: [itemError({ path: 'error/x.mp3' })],
    })
    assert.deepEqual(
      (await allKnown(lab.storage, 'music')).map((folder) => [folder.key, folder.state, folder.files?.names]),
      [
        ['arrival/', null, ['x.mp3']],
        ['error/', null, ['x.mp3']],
        ['state/', state, []],
        ['track/', null, ['x.mp3']],
      ],
    )
    await lab.store({ folders: [{ ...state, mtimeUs: 5 }] })
    await lab.store({ relistFolders: ['state/', 'track/', 'nothing/'].map((key) => ({ rootId: 'music', key })) })
    assert.deepEqual((await allKnown(lab.storage, 'music', 'state/'))[0]?.state, state)
    assert.deepEqual((await allKnown(lab.storage, 'music', 'track/'))[0]?.state, null)
    assert.deepEqual(await allKnown(lab.storage, 'music', 'nothing/'), [])
    await lab.store({ forgetFolders: [{ rootId: 'music', key: 'state/' }] })
    assert.deepEqual(await allKnown(lab.storage, 'music', 'state/'), [])
  })

  it('says what is known of each file, with the stamp that counts', async (lab) => {
    const one = await lab.scan()
    await one.end({
      tracks: ['track', 'missing', 'pending', 'retried', 'failed'].map((name) =>
        insertion(name, { path: `${name}.mp3`, ...stamp }),
      ),
      errors: [
        itemError({ path: 'damaged.mp3', stamp: { size: 1, mtimeUs: 2, ctimeUs: 3 } }),
        itemError({ path: 'vanished.mp3', stamp: null }),
      ],
    })
    const two = await lab.scan()
    await two.end({
      missing: [{ trackId: 'missing', reason: 'gone' }],
      arrivals: [pendingArrival({ path: 'pending.mp3', size: 44 }), pendingArrival({ path: 'new.mp3', size: 55 })],
      errors: [
        itemError({ path: 'retried.mp3', retryable: true }),
        itemError({ path: 'failed.mp3' }),
        itemError({ path: 'unread.mp3', retryable: true, stamp: { size: 66, mtimeUs: 2, ctimeUs: 3 } }),
      ],
    })
    const [folder] = await allKnown(lab.storage, 'music')
    const files = folder?.files
    const rows = files?.names.map((name, at) => [name, files.flags[at], files.sizes[at], files.readScans[at]])
    const [first, second] = [one.scan.id, two.scan.id]
    assert.deepEqual(rows, [
      ['damaged.mp3', knownFlag.error, 1, first],
      ['failed.mp3', knownFlag.track, 11, first],
      ['missing.mp3', knownFlag.missing, 11, first],
      ['new.mp3', knownFlag.pending, 55, second],
      ['pending.mp3', knownFlag.track | knownFlag.pending, 44, second],
      ['retried.mp3', knownFlag.track | knownFlag.retry, 11, first],
      ['track.mp3', knownFlag.track, 11, first],
      ['unread.mp3', knownFlag.retry, 66, second],
      ['vanished.mp3', knownFlag.error, 0, first],
    ])
    const at = files?.names.indexOf('track.mp3') ?? -1
    assert.deepEqual([files?.mtimesUs[at], files?.ctimesUs[at]], [22, 33])
  })

  it('does not take the error of a folder for a file', async (lab) => {
    await lab.store({ errors: [itemError({ path: 'locked/', stamp: null }), itemError({ path: '', stamp: null })] })
    assert.deepEqual(await allKnown(lab.storage, 'music'), [])
    assert.equal((await lab.reader.errors()).items.length, 2)
  })

  it('shows the stamp of the track missing last where several had one path', async (lab) => {
    const gone = (id: string, size: number) => ({ tracks: [insertion(id, { path: 'x.mp3', size })] })
    for (const [id, size] of [
      ['b', 1],
      ['a', 2],
      ['c', 3],
    ] as const) {
      await lab.store(gone(id, size))
      if (id !== 'c') lab.now += 1000
      await lab.store({ missing: [{ trackId: id, reason: 'gone' }] })
    }
    const [folder] = await allKnown(lab.storage, 'music')
    assert.deepEqual(
      [folder?.files?.names, folder?.files?.flags, folder?.files?.sizes],
      [['x.mp3'], [knownFlag.missing], [3]],
    )
    await lab.store(newSongs({ id: 'x', facts: { size: 4 } }))
    const [again] = await allKnown(lab.storage, 'music')
    assert.deepEqual([again?.files?.flags, again?.files?.sizes], [[knownFlag.track], [4]])
  })
}
