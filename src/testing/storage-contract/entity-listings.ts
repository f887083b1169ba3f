import assert from 'node:assert/strict'
import type { AlbumQuery, ArtistQuery } from '../../core/ports/library-reader.ts'
import { albumSeed, albumSummary, artistSeed } from '../rows/entity-rows.ts'
import { insertion, itemError } from '../rows/scan-rows.ts'
import { trackArtist } from '../rows/track-facts.ts'
import { allPages } from './observe.ts'
import { idsOf, newSongs } from './songs.ts'
import type { Facet } from './suite.ts'

const sizes = [1, 2, 3, 4, 1000]

export const entityListings: Facet = ({ it }) => {
  it('lists albums by title or year in byte order, the same at every page size', async (lab) => {
    const albums = [
      albumSummary({ title: 'Hits', id: '2', year: 2001 }),
      albumSummary({ title: 'Hits', id: '1', year: 1999 }),
      albumSummary({ title: '\u{1F3B5}', id: '3', sortTitle: 'h\u{1F3B5}', year: null }),
      albumSummary({ title: '\uffff', id: '4', sortTitle: 'h\uffff', year: 2001 }),
      albumSummary({ title: 'Empty', id: '5' }),
    ]
    await lab.store({
      albums,
      tracks: ['1', '2', '3', '4'].map((albumId) => insertion(`t${albumId}`, { path: `${albumId}.mp3`, albumId })),
    })
    await lab.store({ albumSummaries: albums })
    const orders = { title: ['1', '2', '4', '3'], year: ['3', '1', '2', '4'] } as const
    for (const sort of ['title', 'year'] as const) {
      for (const limit of sizes) {
        assert.deepEqual(idsOf(await allPages(limit, (page) => lab.reader.albums({ sort, ...page }))), orders[sort])
        const descending = await allPages(limit, (page) => lab.reader.albums({ sort, descending: true, ...page }))
        assert.deepEqual(idsOf(descending), [...orders[sort]].reverse())
      }
    }
    assert.deepEqual(idsOf((await lab.reader.albums()).items), orders.title)
  })

  it('keeps what settle found an album to say', async (lab) => {
    await lab.store(newSongs({ id: 'a', artists: ['Nina', 'Max'], album: 'Blue' }))
    const summary = albumSummary({
      title: 'BLUE',
      id: 'album:Blue',
      sortTitle: 'blue',
      albumArtist: 'Nina & Max',
      date: '2001-02',
      originalDate: '1999',
      year: 2001,
      compilation: true,
      musicbrainzReleaseId: 'r',
      musicbrainzReleaseGroupId: 'g',
      trackCount: 3,
      discCount: 2,
      durationMs: 1234.25,
      artists: [
        { artistId: 'artist:Nina', position: 0, creditedAs: 'NINA' },
        { artistId: 'artist:Max', position: 1, creditedAs: 'Max' },
      ],
    })
    await lab.store({
      albumSummaries: [albumSummary({ title: 'Other', id: 'album:Blue', artists: summary.artists.slice(1) })],
    })
    await lab.store({ albumSummaries: [summary] })
    assert.deepEqual((await lab.reader.albums()).items, [summary])
  })

  it('filters albums', async (lab) => {
    const nina = { artistId: 'artist:Nina', position: 0, creditedAs: 'Nina' }
    await lab.store({
      artists: [artistSeed({ name: 'Nina' })],
      albums: ['A', 'B', 'C'].map((title) => albumSeed({ title })),
      tracks: ['A', 'B', 'C'].map((title) =>
        insertion(title, { path: `${title}.mp3`, albumId: `album:${title}`, genres: [title, 'Jazz'] }),
      ),
    })
    await lab.store({
      albumSummaries: [
        albumSummary({ title: 'A', year: 1999, artists: [nina] }),
        albumSummary({ title: 'B', year: 2001, compilation: true }),
        albumSummary({ title: 'C' }),
      ],
    })
    const titles = async (query: AlbumQuery) =>
      (await lab.reader.albums(query)).items.map((album) => album.title).join('')
    assert.equal(await titles({}), 'ABC')
    assert.equal(await titles({ ids: ['album:C', 'album:A', 'album:X'] }), 'AC')
    assert.equal(await titles({ ids: [] }), '')
    assert.equal(await titles({ artistId: 'artist:Nina' }), 'A')
    assert.equal(await titles({ genre: 'B' }), 'B')
    assert.equal(await titles({ genre: 'Jazz' }), 'ABC')
    assert.equal(await titles({ fromYear: 2000 }), 'B')
    assert.equal(await titles({ toYear: 2000 }), 'A')
    assert.equal(await titles({ compilation: true }), 'B')
    assert.equal(await titles({ compilation: false }), 'AC')
  })

  it('lists artists by sort name, the same at every page size, with what they are credited for', async (lab) => {
    const names = ['The Zombies', 'ABBA', 'abba', 'Émile', 'Zoe', '2 Unlimited', '10cc']
    await lab.store(
      newSongs(...names.map((name, number) => ({ id: `t${number}`, artists: [name], album: name })), {
        id: 'x',
        artists: ['Zoe'],
        albumArtists: ['Zoe'],
      }),
    )
    await lab.settle()
    const wanted = ['2 Unlimited', '10cc', 'ABBA', 'abba', 'Émile', 'Zoe', 'The Zombies'].map(
      (name) => `artist:${name}`,
    )
    for (const limit of sizes) {
      assert.deepEqual(idsOf(await allPages(limit, (page) => lab.reader.artists(page))), wanted)
      assert.deepEqual(
        idsOf(await allPages(limit, (page) => lab.reader.artists({ descending: true, ...page }))),
        [...wanted].reverse(),
      )
    }
    assert.deepEqual((await lab.reader.artists({ ids: ['artist:Zoe'] })).items, [
      { id: 'artist:Zoe', name: 'Zoe', sortName: 'zoe', musicbrainzId: null, trackCount: 2, albumCount: 1 },
    ])
  })

  it('tells album artists from others', async (lab) => {
    await lab.store(
      newSongs({ id: 'a', artists: ['Max'], albumArtists: ['Nina'], album: 'Blue' }, { id: 'b', artists: ['Otis'] }),
    )
    await lab.settle()
    const ids = async (query: ArtistQuery) => idsOf((await lab.reader.artists(query)).items)
    assert.deepEqual(await ids({ albumArtists: true }), ['artist:Nina'])
    assert.deepEqual(await ids({ albumArtists: false }), ['artist:Max', 'artist:Nina', 'artist:Otis'])
    assert.deepEqual(await ids({ ids: [] }), [])
  })

  it('shows a name-only artist as the artist it is, everywhere', async (lab) => {
    const seeds = [
      artistSeed({ name: 'Nina', id: 'name' }),
      artistSeed({ name: 'Nina', id: 'mbid', musicbrainzId: 'mbid of Nina' }),
    ]
    const track = (id: string, artistId: string) =>
      insertion(id, {
        path: `${id}.mp3`,
        albumId: `album:${id}`,
        artists: [trackArtist({ artistId, creditedAs: 'Nina' })],
      })
    const albums = ['a', 'b'].map((title) => albumSeed({ title }))
    await lab.store({ artists: seeds, albums, tracks: [track('a', 'name'), track('b', 'mbid')] })
    await lab.settle()
    const same = {
      id: 'mbid',
      name: 'Nina',
      sortName: 'nina',
      musicbrainzId: 'mbid of Nina',
      trackCount: 2,
      albumCount: 2,
    }
    assert.deepEqual((await lab.reader.artists()).items, [same])
    assert.deepEqual((await lab.reader.artists({ ids: ['name'] })).items, [same])
    assert.deepEqual((await lab.reader.search('nina')).artists, [same])
    assert.equal((await lab.reader.stats()).artists, 1)
    for (const artistId of ['name', 'mbid']) {
      assert.deepEqual(idsOf((await lab.reader.tracks({ artistId })).items), ['a', 'b'])
      assert.deepEqual(idsOf((await lab.reader.albums({ artistId })).items), ['album:a', 'album:b'])
    }
    for (const { artists } of (await lab.reader.tracks()).items)
      assert.deepEqual(artists, [trackArtist({ artistId: 'mbid', creditedAs: 'Nina' })])
    for (const { artists } of (await lab.reader.albums()).items)
      assert.deepEqual(artists, [{ artistId: 'mbid', position: 0, creditedAs: 'Nina' }])
    const lines = await allPages(100, (page) => lab.reader.exportLines({ byPath: false, ...page }))
    assert.ok(
      !lines.some((line) => line.includes('"name"') && !line.includes('"name":')),
      'the name-only id is not exported',
    )
    assert.equal(lines.filter((line) => line.includes('"type":"artist"')).length, 1)
    await lab.store({ artistSummaries: [{ id: 'name', name: 'Nina', sortName: 'nina', sameAs: null }] })
    assert.deepEqual(idsOf((await lab.reader.artists()).items), ['mbid', 'name'])
  })

  it('shows an artist as itself again when the artist it was is removed', async (lab) => {
    const seeds = [artistSeed({ name: 'Nina' }), artistSeed({ name: 'NINA', musicbrainzId: 'mbid' })]
    const artists = [trackArtist({ artistId: 'artist:Nina' })]
    await lab.store({ artists: seeds, tracks: [insertion('a', { path: 'a.mp3', artists })] })
    const summary = { id: 'artist:Nina', name: 'Nina', sortName: 'nina' }
    await lab.store({ artistSummaries: [{ ...summary, sameAs: 'artist:NINA' }] })
    assert.deepEqual(idsOf((await lab.reader.artists()).items), ['artist:NINA'])
    await lab.store({ removeArtists: ['artist:NINA'] })
    await lab.store({ artists: seeds })
    assert.deepEqual(idsOf((await lab.reader.artists()).items), ['artist:Nina'])
  })

  it('keeps an album and an artist that are to go but are named', async (lab) => {
    await lab.store(newSongs({ id: 'a', artists: ['Nina'], album: 'Blue' }))
    await lab.store({ removeAlbums: ['album:Blue'], removeArtists: ['artist:Nina'] })
    const { albums, artists } = await lab.reader.stats()
    assert.deepEqual([albums, artists], [1, 1])
  })

  it('leaves out what only missing tracks have', async (lab) => {
    await lab.store(
      newSongs(
        {
          id: 'a',
          artists: ['Nina', 'Max'],
          albumArtists: ['Nina'],
          album: 'Blue',
          facts: { genres: ['Jazz', 'Soul'] },
        },
        { id: 'b', artists: ['Nina'], album: 'Red', facts: { genres: ['Soul'] } },
      ),
    )
    await lab.settle()
    await lab.store({ missing: [{ trackId: 'a', reason: 'gone' }] })
    await lab.settle()
    assert.deepEqual(idsOf((await lab.reader.tracks()).items), ['b'])
    assert.deepEqual(idsOf((await lab.reader.albums()).items), ['album:Red'])
    assert.deepEqual((await lab.reader.albums({ genre: 'Jazz' })).items, [])
    assert.deepEqual(
      (await lab.reader.artists()).items.map(({ id, trackCount, albumCount }) => [id, trackCount, albumCount]),
      [['artist:Nina', 1, 1]],
    )
    assert.deepEqual((await lab.reader.genres()).items, [{ name: 'Soul', trackCount: 1 }])
    const { tracks, albums, artists } = await lab.reader.search('nina')
    assert.deepEqual([idsOf(tracks), idsOf(albums), idsOf(artists)], [['b'], ['album:Red'], ['artist:Nina']])
    assert.deepEqual((await lab.reader.search('max')).artists, [])
  })

  it('lists genres by name and errors by root and path, the same at every page size', async (lab) => {
    const genres = ['b', 'a', '\u{1F3B5}', '\uffff', 'B']
    await lab.store({
      tracks: genres.map((genre, number) => insertion(genre, { path: `${number}.mp3`, genres: [genre, 'all'] })),
      errors: [
        itemError({ path: 'b.mp3', rootId: 'music' }),
        itemError({ path: '\u{1F3B5}.mp3', rootId: 'another', code: 'FILE_NO_AUDIO' }),
        itemError({ path: '\uffff.mp3', rootId: 'another', stamp: null, retryable: true, at: 2 ** 45 }),
        itemError({ path: 'a/', rootId: 'music' }),
      ],
    })
    const names = ['B', 'a', 'all', 'b', '\uffff', '\u{1F3B5}']
    const paths = ['\uffff.mp3', '\u{1F3B5}.mp3', 'a/', 'b.mp3']
    for (const limit of sizes) {
      const listed = await allPages(limit, (page) => lab.reader.genres(page))
      assert.deepEqual(
        listed.map((genre) => [genre.name, genre.trackCount]),
        names.map((name) => [name, name === 'all' ? 5 : 1]),
      )
      const errors = await allPages(limit, (page) => lab.reader.errors(page))
      assert.deepEqual(
        errors.map((error) => error.path),
        paths,
      )
    }
    assert.deepEqual(
      (await lab.reader.genres({ descending: true })).items.map((genre) => genre.name),
      [...names].reverse(),
    )
    assert.deepEqual(
      (await lab.reader.errors({ descending: true })).items.map((error) => error.path),
      [...paths].reverse(),
    )
    assert.deepEqual((await lab.reader.errors({ rootId: 'another', code: 'FILE_NO_AUDIO' })).items, [
      itemError({ path: '\u{1F3B5}.mp3', rootId: 'another', code: 'FILE_NO_AUDIO' }),
    ])
    assert.deepEqual((await lab.reader.errors({ limit: 1 })).items, [
      itemError({ path: '\uffff.mp3', rootId: 'another', stamp: null, retryable: true, at: 2 ** 45 }),
    ])
  })
}
