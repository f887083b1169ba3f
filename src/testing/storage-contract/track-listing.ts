import assert from 'node:assert/strict'
import type { TrackQuery } from '../../core/ports/library-reader.ts'
import { albumSeed, albumSummary } from '../rows/entity-rows.ts'
import { insertion } from '../rows/scan-rows.ts'
import type { Lab } from './lab.ts'
import { allPages, rejectsWith } from './observe.ts'
import { idsOf, newSongs } from './songs.ts'
import type { Facet } from './suite.ts'

type Sort = NonNullable<TrackQuery['sort']>

/** Five tracks full of ties: two roots, two albums of one title, missing values, one track gone. Ids in byte order: a b c d e f \uffff 🎵. */
const storeTies = async (lab: Lab): Promise<void> => {
  const shared = { title: 'Same', sortTitle: 'same', quality: 50, durationMs: 1000 }
  await lab.store({
    albums: [
      albumSeed({ title: 'Hits', id: 'album:1' }),
      albumSeed({ title: 'Hits', id: 'album:2' }),
      albumSeed({ title: 'Blue' }),
    ],
    tracks: [
      insertion('f', { ...shared, path: 'x/1.mp3', albumId: 'album:2', trackNumber: 1 }),
      insertion('e', { ...shared, path: 'x/2.mp3', albumId: 'album:1', trackNumber: 1, discNumber: 2, year: 1999 }),
      insertion('d', {
        ...shared,
        path: 'x/1.mp3',
        rootId: 'another',
        albumId: 'album:1',
        trackNumber: 1,
        discNumber: 2,
        year: 1999,
      }),
    ],
  })
  lab.now += 1000
  await lab.store({
    tracks: [
      insertion('c', {
        ...shared,
        path: 'x/\uffff.mp3',
        albumId: 'album:1',
        trackNumber: 10,
        sortTitle: 'a\u{1F3B5}',
        year: 2005,
      }),
      insertion('b', {
        ...shared,
        path: 'x/\u{1F3B5}.mp3',
        albumId: 'album:1',
        trackNumber: 9,
        sortTitle: 'a\uffff',
        durationMs: null,
      }),
      insertion('a', { ...shared, path: 'A.mp3', albumId: 'album:Blue', quality: 10, durationMs: 999.5 }),
      insertion('\u{1F3B5}', { ...shared, path: 'y.mp3', year: -5 }),
      insertion('\uffff', { ...shared, path: 'z.mp3' }),
      insertion('gone', { ...shared, path: 'gone.mp3' }),
    ],
  })
  await lab.store({
    missing: [{ trackId: 'gone', reason: 'gone' }],
    albumSummaries: [
      albumSummary({ title: 'Blue', sortTitle: 'blue' }),
      albumSummary({ title: 'Hits', id: 'album:1' }),
      albumSummary({ title: 'Hits', id: 'album:2' }),
    ],
  })
}

const orders: Readonly<Record<Sort, readonly string[]>> = {
  path: ['d', 'a', 'f', 'e', 'c', 'b', '\u{1F3B5}', '\uffff'],
  title: ['b', 'c', 'a', 'd', 'e', 'f', '\uffff', '\u{1F3B5}'],
  album: ['\u{1F3B5}', '\uffff', 'a', 'b', 'c', 'd', 'e', 'f'],
  year: ['\u{1F3B5}', 'a', 'b', 'f', '\uffff', 'd', 'e', 'c'],
  added: ['d', 'e', 'f', 'a', 'b', 'c', '\uffff', '\u{1F3B5}'],
  updated: ['d', 'e', 'f', 'a', 'b', 'c', '\uffff', '\u{1F3B5}'],
  quality: ['a', 'b', 'c', 'd', 'e', 'f', '\uffff', '\u{1F3B5}'],
  duration: ['b', 'a', 'c', 'd', 'e', 'f', '\uffff', '\u{1F3B5}'],
}

export const trackListing: Facet = ({ it }) => {
  for (const sort of Object.keys(orders) as Sort[]) {
    it(`sorts tracks by ${sort} in byte order, the same at every page size, and in reverse`, async (lab) => {
      await storeTies(lab)
      const wanted = orders[sort]
      for (const limit of [1, 2, 3, 5, 7, 8, 9, 1000]) {
        const forward = await allPages(limit, (page) => lab.reader.tracks({ sort, ...page }))
        assert.deepEqual(idsOf(forward), wanted, `pages of ${limit}`)
        const backward = await allPages(limit, (page) => lab.reader.tracks({ sort, descending: true, ...page }))
        assert.deepEqual(idsOf(backward), [...wanted].reverse(), `descending pages of ${limit}`)
      }
    })
  }

  it('lists by path unless told otherwise, 100 to a page', async (lab) => {
    const ids = Array.from({ length: 101 }, (_, number) => `t${String(number).padStart(3, '0')}`)
    await lab.store(newSongs(...ids.map((id) => ({ id }))))
    const { items, next } = await lab.reader.tracks()
    assert.deepEqual(idsOf(items), ids.slice(0, 100))
    assert.ok(next !== null)
    assert.deepEqual(await lab.reader.tracks({ cursor: next }).then((page) => [idsOf(page.items), page.next]), [
      ['t100'],
      null,
    ])
  })

  it('goes on after the last row shown, whatever came or went since', async (lab) => {
    await lab.store(newSongs(...['b', 'd', 'f'].map((id) => ({ id }))))
    const first = await lab.reader.tracks({ limit: 2 })
    await lab.store({
      ...newSongs({ id: 'a' }, { id: 'aa' }, { id: 'e' }),
      missing: [{ trackId: 'd', reason: 'gone' }],
    })
    const second = await lab.reader.tracks({ limit: 2, cursor: first.next ?? '' })
    assert.deepEqual(
      [idsOf(first.items), idsOf(second.items)],
      [
        ['b', 'd'],
        ['e', 'f'],
      ],
    )
  })

  const filters: readonly (readonly [string, TrackQuery, readonly string[]])[] = [
    ['ids', { ids: ['a', 'f', 'gone', 'nobody'] }, ['a', 'f']],
    ['no ids', { ids: [] }, []],
    ['root', { rootId: 'another' }, ['d']],
    ['paths of all roots', { paths: ['x/1.mp3', 'gone.mp3'] }, ['d', 'f']],
    ['paths of one root', { rootId: 'music', paths: ['x/1.mp3'] }, ['f']],
    ['folder', { under: 'x/' }, ['d', 'f', 'e', 'c', 'b']],
    ['album', { albumId: 'album:1' }, ['d', 'e', 'c', 'b']],
    ['years from', { fromYear: 1999 }, ['d', 'e', 'c']],
    ['years to', { toYear: 1999 }, ['d', 'e', '\u{1F3B5}']],
    ['years between', { fromYear: 1990, toYear: 2000 }, ['d', 'e']],
    ['quality', { maxQuality: 10 }, ['a']],
    ['losslessness', { lossless: true }, []],
    ['lossiness', { lossless: false, ids: ['a'] }, ['a']],
    ['missing ones', { missing: true }, ['gone']],
    ['missing ones or not', { missing: 'any', paths: ['gone.mp3', 'A.mp3'] }, ['a', 'gone']],
    ['several conditions', { under: 'x/', albumId: 'album:1', fromYear: 2000 }, ['c']],
  ]
  for (const [what, query, wanted] of filters) {
    it(`filters tracks by ${what}`, async (lab) => {
      await storeTies(lab)
      assert.deepEqual(idsOf((await lab.reader.tracks(query)).items), wanted)
      assert.deepEqual(idsOf(await allPages(1, (page) => lab.reader.tracks({ ...query, ...page }))), wanted)
    })
  }

  it('filters tracks by artist, genre and when they were added', async (lab) => {
    await lab.store(
      newSongs(
        { id: 'a', artists: ['Nina'], facts: { genres: ['Jazz', 'Soul'] } },
        { id: 'b', artists: ['Max', 'Nina'], facts: { genres: ['jazz'] } },
      ),
    )
    lab.now += 1000
    await lab.store(
      newSongs(
        { id: 'c', albumArtists: ['Nina'], facts: { genres: ['Jazz'], lossless: true } },
        { id: 'd', artists: ['Max'] },
      ),
    )
    const ids = async (query: TrackQuery) => idsOf((await lab.reader.tracks(query)).items)
    assert.deepEqual(await ids({ artistId: 'artist:Nina' }), ['a', 'b', 'c'])
    assert.deepEqual(await ids({ artistId: 'artist:Nobody' }), [])
    assert.deepEqual(await ids({ genre: 'Jazz' }), ['a', 'c'])
    assert.deepEqual(await ids({ addedSince: lab.now }), ['c', 'd'])
    assert.deepEqual(await ids({ addedSince: lab.now, lossless: true }), ['c'])
  })

  it('refuses limits and cursors that are not any', async ({ reader }) => {
    for (const limit of [0, -1, 1.5, 1001, Number.NaN]) {
      await rejectsWith('USAGE', () => reader.tracks({ limit }))
      await rejectsWith('USAGE', () => reader.albums({ limit }))
      await rejectsWith('USAGE', () => reader.artists({ limit }))
      await rejectsWith('USAGE', () => reader.genres({ limit }))
      await rejectsWith('USAGE', () => reader.errors({ limit }))
      await rejectsWith('USAGE', () => reader.search('x', { limit }))
      await rejectsWith('USAGE', () => reader.changes(0, limit))
      await rejectsWith('USAGE', () => reader.exportLines({ byPath: false, limit }))
    }
    for (const cursor of ['', 'nonsense', '\u{1F3B5}', 'W10']) {
      await rejectsWith('USAGE', () => reader.tracks({ cursor }))
      await rejectsWith('USAGE', () => reader.albums({ cursor }))
      await rejectsWith('USAGE', () => reader.artists({ cursor }))
      await rejectsWith('USAGE', () => reader.genres({ cursor }))
      await rejectsWith('USAGE', () => reader.errors({ cursor }))
      await rejectsWith('USAGE', () => reader.exportLines({ byPath: false, cursor }))
    }
  })

  it('refuses the cursor of another order', async (lab) => {
    await lab.store(newSongs({ id: 'a' }, { id: 'b' }))
    const { next } = await lab.reader.tracks({ limit: 1 })
    const cursor = next ?? ''
    await rejectsWith('USAGE', () => lab.reader.tracks({ cursor, sort: 'title' }))
    await rejectsWith('USAGE', () => lab.reader.tracks({ cursor, descending: true }))
    await rejectsWith('USAGE', () => lab.reader.albums({ cursor }))
  })
}
