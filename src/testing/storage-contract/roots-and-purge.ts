import assert from 'node:assert/strict'
import { folderState, insertion, itemError, pendingArrival, root, taskOwed } from '../rows/scan-rows.ts'
import { allKnown } from './observe.ts'
import { idsOf, newSongs } from './songs.ts'
import type { Facet } from './suite.ts'

export const rootsAndPurge: Facet = ({ it }) => {
  it('keeps the roots, by id, each once', async (lab) => {
    const { writer, now } = lab
    await writer.setRoots({ put: [root({ id: 'b' }), root({ id: 'a', inode: 2 ** 50 })], now })
    await writer.setRoots({ put: [root({ id: 'b', location: '/elsewhere' })], now })
    assert.deepEqual(await writer.roots(), [
      root({ id: 'a', inode: 2 ** 50 }),
      root({ id: 'b', location: '/elsewhere' }),
    ])
    await writer.setRoots({ remove: ['a', 'nowhere'], now })
    assert.deepEqual(idsOf(await writer.roots()), ['b'])
  })

  it('marks the tracks of a root missing that is removed, and forgets what waited there', async (lab) => {
    await lab.writer.setRoots({ put: [root({ id: 'music' }), root({ id: 'other' })], now: lab.now })
    const of = (rootId: string) => ({
      tracks: [insertion(`track of ${rootId}`, { rootId, path: 'a/x.mp3' })],
      arrivals: [pendingArrival({ rootId, path: 'a/y.mp3' })],
      errors: [itemError({ rootId, path: 'a/z.mp3' })],
      folders: [folderState({ rootId, key: 'a/' })],
    })
    await lab.store(of('music'))
    await lab.store(of('other'))
    lab.now += 1000
    await lab.writer.setRoots({ remove: ['music'], now: lab.now })
    const { items } = await lab.reader.tracks({ missing: true })
    assert.deepEqual(
      items.map((track) => [track.id, track.missingSince, track.missingReason]),
      [['track of music', lab.now, 'root-removed']],
    )
    assert.deepEqual(
      (await allKnown(lab.storage, 'music')).map((folder) => [folder.state, folder.files?.names]),
      [[null, ['x.mp3']]],
    )
    assert.deepEqual(
      (await allKnown(lab.storage, 'other')).map((folder) => folder.files?.names),
      [['x.mp3', 'y.mp3', 'z.mp3']],
    )
    const { tracks, missing, errors, pending } = await lab.reader.stats()
    assert.deepEqual([tracks, missing, errors, pending], [1, 1, 1, 1])
    const told = (await lab.reader.changes(0)).map(({ trackId, change }) => [trackId, change])
    assert.deepEqual(told, [
      ['track of other', 'added'],
      ['track of music', 'missing'],
    ])
  })

  it('purges tracks that have been missing for long enough, and all that derives from them', async (lab) => {
    await lab.store(newSongs(...['c', 'a', 'b', 'here'].map((id) => ({ id, artists: ['Nina'], album: 'Blue' }))))
    await lab.settle()
    await lab.store({ tasks: ['a', 'here'].map((subjectId) => taskOwed({ subjectId })) })
    await lab.store({ missing: ['c', 'a'].map((trackId) => ({ trackId, reason: 'gone' as const })) })
    lab.now += 1000
    await lab.store({ missing: [{ trackId: 'b', reason: 'gone' }] })
    await lab.settle()
    assert.deepEqual(await lab.writer.purge(lab.now - 1000, lab.now), [])
    assert.deepEqual(await lab.writer.purge(lab.now, lab.now), ['a', 'c'])
    assert.deepEqual(await lab.writer.purge(lab.now, lab.now), [])
    assert.deepEqual(idsOf((await lab.reader.tracks({ missing: 'any' })).items), ['b', 'here'])
    assert.equal((await lab.reader.stats()).tasks, 1)
    assert.deepEqual(
      (await lab.reader.changes(0)).filter((change) => change.change === 'purged').map((change) => change.trackId),
      ['a', 'c'],
    )
    assert.deepEqual(
      (await lab.writer.unsettledAlbums(null, 10)).albums.map((album) => album.members.length),
      [1],
    )
    assert.deepEqual((await lab.writer.unsettledArtists(null, 10)).artists.length, 1)
    await lab.store(newSongs({ id: 'a' }))
    assert.equal((await lab.reader.explain('music', 'a.mp3')).tasks.length, 0)
  })
}
