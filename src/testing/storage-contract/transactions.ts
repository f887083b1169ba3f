import assert from 'node:assert/strict'
import type { TrackWrite } from '../../core/ports/library-writer.ts'
import { albumSummary, artistSeed } from '../rows/entity-rows.ts'
import { folderState, insertion, itemError, pendingArrival, rewriting, taskOwed } from '../rows/scan-rows.ts'
import { trackArtist } from '../rows/track-facts.ts'
import type { CommitParts } from './lab.ts'
import { observe, rejectsWith } from './observe.ts'
import { newSongs } from './songs.ts'
import type { Facet } from './suite.ts'

/** A commit that changes everything a commit can, with some tracks written last. */
const everything = (...writes: readonly TrackWrite[]): CommitParts => {
  const songs = newSongs({ id: 'new', artists: ['Nina'], album: 'Blue' })
  return {
    ...songs,
    vacate: ['c'],
    tracks: [...(songs.tracks ?? []), ...writes],
    stamps: [{ rootId: 'music', path: 'a.mp3', size: 1, mtimeUs: 2, ctimeUs: 3 }],
    arrivals: [pendingArrival({ path: 'arrival.mp3' })],
    settled: [{ rootId: 'music', path: 'waiting.mp3' }],
    losses: [{ rootId: 'music', path: 'd.mp3', reason: 'gone' }],
    forgiven: ['e'],
    missing: [{ trackId: 'f', reason: 'gone' }],
    errors: [itemError({ path: 'damaged.mp3' })],
    healed: [{ rootId: 'music', path: 'healed.mp3' }],
    folders: [folderState({ key: 'folder/' })],
    relistFolders: [{ rootId: 'music', key: 'again/' }],
    forgetFolders: [{ rootId: 'music', key: 'old/' }],
    albumSummaries: [albumSummary({ title: 'Old', id: 'album:Old', year: 1999 })],
    artistSummaries: [{ id: 'artist:Old', name: 'OLD', sortName: 'old', sameAs: null }],
    removeAlbums: ['album:Gone'],
    removeArtists: ['artist:Gone'],
    tasks: [taskOwed({ subjectId: 'a' }), taskOwed({ subjectId: 'new' })],
    units: [{ segment: 'extract', rootId: 'music', payload: '[]' }],
    counts: { seen: 3, added: 1 },
  }
}

const before: CommitParts = {
  ...newSongs(...['a', 'b', 'c', 'd', 'e', 'f'].map((id) => ({ id })), { id: 'old', artists: ['Old'], album: 'Old' }),
  arrivals: [pendingArrival({ path: 'waiting.mp3' })],
  errors: [itemError({ path: 'healed.mp3' })],
  folders: [folderState({ key: 'old/' })],
}

export const transactions: Facet = ({ it }) => {
  const refused: readonly (readonly [string, TrackWrite])[] = [
    ['inserts a used id', insertion('a', { path: 'elsewhere.mp3' })],
    ['inserts the id of a missing track', insertion('c', { path: 'elsewhere.mp3' })],
    ['updates an unknown id', rewriting('nobody', { path: 'nobody.mp3' })],
    ['puts a second track at a path', insertion('second', { path: 'b.mp3' })],
    ['moves a track to the path of another', rewriting('a', { path: 'b.mp3' })],
    ['names an album that is not stored', insertion('x', { path: 'x.mp3', albumId: 'album:X' })],
    [
      'credits an artist that is not stored',
      insertion('x', { path: 'x.mp3', artists: [trackArtist({ artistId: 'X' })] }),
    ],
  ]
  for (const [what, write] of refused) {
    it(`refuses a commit that ${what}, and does nothing of it`, async (lab) => {
      await lab.store(before)
      const scan = await lab.scan()
      await scan.commit({ losses: [{ rootId: 'music', path: 'e.mp3', reason: 'gone' }] })
      const seen = await observe(lab.storage)
      await rejectsWith('STORAGE_REFUSED', () => scan.commit(everything(write)))
      await rejectsWith('STORAGE_REFUSED', () =>
        scan.commit({ ...everything(write), finished: true, thenSettle: true }),
      )
      assert.deepEqual(await observe(lab.storage), seen)
      await scan.commit(everything())
      assert.notDeepEqual(await observe(lab.storage), seen)
    })
  }

  it('does nothing for a lease that is lost', async (lab) => {
    await lab.store(before)
    const scan = await lab.scan()
    const seen = await observe(lab.storage)
    const foreign = { ...scan.lease, token: 'not the token' }
    await rejectsWith('LEASE_LOST', () =>
      lab.writer.commit({ lease: foreign, now: lab.now, ...everything(), finished: true, thenSettle: true }),
    )
    assert.deepEqual(await observe(lab.storage), seen)
  })

  it('does nothing the second time for a unit that is finished', async (lab) => {
    const scan = await lab.scan()
    await scan.commit({ ...newSongs({ id: 'a' }), counts: { added: 1 }, finished: true })
    const seen = await observe(lab.storage)
    await rejectsWith('LEASE_LOST', () =>
      scan.commit({ ...newSongs({ id: 'b' }), counts: { added: 1 }, finished: true }),
    )
    assert.deepEqual(await observe(lab.storage), seen)
    assert.equal((await lab.ledger.scan())?.counts.added, 1)
  })

  it('is seen whole or not at all', async (lab) => {
    const scan = await lab.scan()
    const ids = Array.from({ length: 50 }, (_, number) => `t${number}`)
    let committed = false
    const commit = scan
      .commit({ ...newSongs(...ids.map((id) => ({ id }))), tasks: ids.map((subjectId) => taskOwed({ subjectId })) })
      .finally(() => {
        committed = true
      })
    const seen = new Set<string>()
    while (!committed) {
      const { tracks, tasks } = await lab.reader.stats()
      seen.add(`${tracks} tracks, ${tasks} tasks`)
    }
    await commit
    for (const state of seen) assert.ok(['0 tracks, 0 tasks', '50 tracks, 50 tasks'].includes(state), state)
    const { tracks, tasks } = await lab.reader.stats()
    assert.deepEqual({ tracks, tasks }, { tracks: 50, tasks: 50 })
  })

  it('does its parts in their order', async (lab) => {
    await lab.store({
      arrivals: [pendingArrival({ path: 'a.mp3' })],
      settled: [{ rootId: 'music', path: 'a.mp3' }],
      errors: [itemError({ path: 'b.mp3' })],
      healed: [{ rootId: 'music', path: 'b.mp3' }],
      folders: [folderState({ key: 'c/' })],
      forgetFolders: [{ rootId: 'music', key: 'c/' }],
      ...newSongs({ id: 'd' }),
      losses: [{ rootId: 'music', path: 'd.mp3', reason: 'gone' }],
      forgiven: ['d'],
    })
    const { pending, errors } = await lab.reader.stats()
    assert.deepEqual({ pending, errors }, { pending: 0, errors: 0 })
    const { folders } = await lab.writer.known({ rootId: 'music', under: '', after: null, files: true, limit: 10 })
    assert.deepEqual(
      folders.map((folder) => [folder.key, folder.files?.names]),
      [['', ['d.mp3']]],
    )
  })

  it('lets two tracks swap their places', async (lab) => {
    await lab.store(newSongs({ id: 'a' }, { id: 'b' }))
    await lab.store({
      vacate: ['a', 'b'],
      tracks: [rewriting('a', { path: 'b.mp3' }), rewriting('b', { path: 'a.mp3' })],
    })
    const { items } = await lab.reader.tracks()
    assert.deepEqual(
      items.map((track) => [track.id, track.path, track.missingSince]),
      [
        ['b', 'a.mp3', null],
        ['a', 'b.mp3', null],
      ],
    )
  })

  it('lets tracks take the places that others leave in the same commit, in any order', async (lab) => {
    await lab.store(newSongs({ id: 'a' }, { id: 'b' }, { id: 'c' }))
    await lab.store({
      tracks: [
        insertion('new', { path: 'c.mp3' }),
        rewriting('c', { path: 'a.mp3' }),
        rewriting('a', { path: 'b.mp3' }),
        rewriting('b', { path: 'd.mp3' }),
      ],
    })
    assert.deepEqual(
      (await lab.reader.tracks()).items.map((track) => [track.path, track.id]),
      [
        ['a.mp3', 'c'],
        ['b.mp3', 'a'],
        ['c.mp3', 'new'],
        ['d.mp3', 'b'],
      ],
    )
  })

  it('passes over what nothing is stored for', async (lab) => {
    await lab.store({ ...newSongs({ id: 'a' }), artists: [artistSeed({ name: 'Nina' })] })
    const scan = await lab.scan()
    const seen = await observe(lab.storage)
    await scan.commit({
      vacate: ['x'],
      stamps: [{ rootId: 'music', path: 'x.mp3', size: 1, mtimeUs: 1, ctimeUs: 1 }],
      settled: [{ rootId: 'music', path: 'x.mp3' }],
      losses: [{ rootId: 'music', path: 'x.mp3', reason: 'gone' }],
      forgiven: ['x'],
      missing: [{ trackId: 'x', reason: 'gone' }],
      healed: [{ rootId: 'music', path: 'x.mp3' }],
      forgetFolders: [{ rootId: 'music', key: 'x/' }],
      albumSummaries: [albumSummary({ title: 'X' })],
      artistSummaries: [{ id: 'artist:X', name: 'X', sortName: 'x', sameAs: null }],
      removeAlbums: ['album:X'],
      removeArtists: ['artist:X'],
      tasks: [taskOwed({ subjectId: 'x' })],
    })
    assert.deepEqual(await observe(lab.storage), seen)
  })
}
