import assert from 'node:assert/strict'
import { artistSeed } from '../rows/entity-rows.ts'
import { folderState, itemError, pendingArrival, taskOwed } from '../rows/scan-rows.ts'
import { allPages } from './observe.ts'
import { newSongs, songsAgain } from './songs.ts'
import type { Facet } from './suite.ts'

export const repeats: Facet = ({ it }) => {
  it('counts a track once, however often it is written', async (lab) => {
    const song = {
      id: 'a',
      artists: ['Nina'],
      albumArtists: ['Nina'],
      album: 'Blue',
      facts: { genres: ['Jazz'], tags: {} },
    }
    await lab.store(newSongs(song))
    await lab.settle()
    const lines = await allPages(100, (page) => lab.reader.exportLines({ byPath: false, ...page }))
    await lab.store(songsAgain(song))
    await lab.store(songsAgain(song))
    await lab.settle()
    assert.deepEqual(await allPages(100, (page) => lab.reader.exportLines({ byPath: false, ...page })), lines)
    const { tracks, albums, artists, genres, bytes } = await lab.reader.stats()
    assert.deepEqual(
      { tracks, albums, artists, genres, bytes },
      { tracks: 1, albums: 1, artists: 1, genres: 1, bytes: 4_000_000 },
    )
    assert.deepEqual((await lab.reader.genres()).items, [{ name: 'Jazz', trackCount: 1 }])
    const [nina] = (await lab.reader.artists()).items
    assert.deepEqual({ trackCount: nina?.trackCount, albumCount: nina?.albumCount }, { trackCount: 1, albumCount: 1 })
    assert.equal((await lab.reader.search('nina')).tracks.length, 1)
    assert.equal((await lab.reader.changes(0)).length, 1)
  })

  it('adds the counts of a commit once', async (lab) => {
    const scan = await lab.scan()
    await scan.commit({ counts: { seen: 2, added: 1 } })
    await scan.commit({ counts: { seen: 3, read: 4 } })
    const { counts } = (await lab.ledger.scan()) ?? {}
    assert.deepEqual(counts, {
      seen: 5,
      changes: 0,
      read: 4,
      added: 1,
      updated: 0,
      moved: 0,
      replaced: 0,
      returned: 0,
      missing: 0,
      errors: 0,
    })
  })

  it('keeps one error, one arrival, one folder and one task of a kind, the latest', async (lab) => {
    await lab.store({
      ...newSongs({ id: 'a' }),
      errors: [itemError({ path: 'x.mp3' })],
      arrivals: [pendingArrival({ path: 'y.mp3', title: 'first' })],
      folders: [folderState({ key: 'z/' })],
      tasks: [taskOwed({ subjectId: 'a', version: '1' })],
    })
    await lab.store({
      errors: [itemError({ path: 'x.mp3', code: 'FILE_NO_AUDIO' })],
      arrivals: [pendingArrival({ path: 'y.mp3', title: 'second' })],
      folders: [folderState({ key: 'z/', mtimeUs: null })],
      tasks: [taskOwed({ subjectId: 'a', version: '2' }), taskOwed({ subjectId: 'a', kind: 'vector' })],
    })
    assert.deepEqual(
      (await lab.reader.errors()).items.map((error) => error.code),
      ['FILE_NO_AUDIO'],
    )
    const { arrivals } = await lab.writer.unpairedArrivals(99, null, 10)
    assert.deepEqual(
      arrivals.map(({ arrival }) => arrival.entry.facts.title),
      ['second'],
    )
    const { folders } = await lab.writer.known({ rootId: 'music', under: 'z/', after: null, files: false, limit: 10 })
    assert.deepEqual(
      folders.map((folder) => folder.state?.mtimeUs),
      [null],
    )
    assert.deepEqual((await lab.reader.explain('music', 'a.mp3')).tasks, [
      { kind: 'fingerprint', version: '2' },
      { kind: 'vector', version: '1' },
    ])
  })

  it('keeps what settle found when an artist or album is named again', async (lab) => {
    await lab.store(newSongs({ id: 'a', artists: ['Nina'], album: 'Blue' }))
    await lab.settle()
    await lab.store({ artistSummaries: [{ id: 'artist:Nina', name: 'NINA', sortName: 'nina', sameAs: null }] })
    await lab.store({
      artists: [artistSeed({ name: 'Nina' })],
      ...newSongs({ id: 'b', artists: ['Nina'], album: 'Blue' }),
    })
    assert.deepEqual(
      (await lab.reader.artists()).items.map((artist) => artist.name),
      ['NINA'],
    )
    assert.deepEqual(
      (await lab.reader.albums()).items.map((album) => [album.title, album.trackCount]),
      [['Blue', 1]],
    )
  })
}
