import assert from 'node:assert/strict'
import { tieKey } from '../../core/text/tie-key.ts'
import { albumSeed, albumSummary, artistSeed } from '../rows/entity-rows.ts'
import { insertion, rewriting } from '../rows/scan-rows.ts'
import { trackArtist } from '../rows/track-facts.ts'
import { newSongs } from './songs.ts'
import type { Facet } from './suite.ts'

export const unsettledRows: Facet = ({ it }) => {
  it('shows the members of an album in order of disc, track, root and path', async (lab) => {
    const at = (id: string, discNumber: number | null, trackNumber: number | null, rootId = 'music') =>
      insertion(id, { path: `${id}.mp3`, rootId, discNumber, trackNumber, albumId: 'album:Blue' })
    await lab.store({
      albums: [albumSeed({ title: 'Blue' })],
      tracks: [
        at('a', 2, 1),
        at('b', 1, 10),
        at('c', 1, 9),
        at('d', null, 12),
        at('e', 1, null),
        at('f', 1, 9, 'another'),
        at('\u{1F3B5}', 1, 9),
        at('\uffff', 1, 9),
      ],
    })
    const [album] = (await lab.writer.unsettledAlbums(null, 10)).albums
    assert.deepEqual(
      album?.members.map((member) => member.trackId),
      ['d', 'e', 'f', 'c', '\uffff', '\u{1F3B5}', 'b', 'a'],
    )
  })

  it('shows what each member says, and its album artists or else its artists', async (lab) => {
    const facts = {
      discNumber: 1,
      trackNumber: 2,
      album: 'Blue',
      albumArtist: 'Nina',
      date: '2001-01-01',
      originalDate: '1999',
      year: 2001,
      compilation: true,
      durationMs: 1234.5,
      musicbrainzReleaseId: 'r',
      musicbrainzReleaseGroupId: 'g',
    }
    const nina = trackArtist({ artistId: 'artist:Nina', creditedAs: 'NINA' })
    const max = trackArtist({ artistId: 'artist:Max', role: 'albumartist', creditedAs: 'Max' })
    await lab.store({
      artists: [artistSeed({ name: 'Nina' }), artistSeed({ name: 'Max' })],
      albums: [albumSeed({ title: 'Blue' })],
      tracks: [
        insertion('a', {
          path: 'a.mp3',
          albumId: 'album:Blue',
          ...facts,
          artists: [nina, max],
          tags: { albumSort: 'Blue, The' },
        }),
        insertion('b', { path: 'b.mp3', albumId: 'album:Blue', ...facts, artists: [nina] }),
      ],
    })
    const [album] = (await lab.writer.unsettledAlbums(null, 10)).albums
    const said = { rootId: 'music', ...facts, missing: false }
    assert.deepEqual(album?.members, [
      {
        trackId: 'a',
        path: 'a.mp3',
        ...said,
        albumSort: 'Blue, The',
        artists: [{ artistId: 'artist:Max', position: 0, creditedAs: 'Max' }],
      },
      {
        trackId: 'b',
        path: 'b.mp3',
        ...said,
        albumSort: null,
        artists: [{ artistId: 'artist:Nina', position: 0, creditedAs: 'NINA' }],
      },
    ])
  })

  it('counts missing tracks as members and spellings only while there are no others', async (lab) => {
    await lab.store(
      newSongs({ id: 'a', artists: ['Nina'], album: 'Blue' }, { id: 'b', artists: ['Nina'], album: 'Blue' }),
    )
    await lab.store({ missing: [{ trackId: 'a', reason: 'gone' }] })
    const members = async () =>
      (await lab.writer.unsettledAlbums(null, 10)).albums.flatMap((album) =>
        album.members.map((member) => [member.trackId, member.missing]),
      )
    const counts = async () =>
      (await lab.writer.unsettledArtists(null, 10)).artists.flatMap((artist) =>
        artist.spellings.map((spelling) => spelling.count),
      )
    assert.deepEqual(await members(), [['b', false]])
    assert.deepEqual(await counts(), [1])
    await lab.store({ missing: [{ trackId: 'b', reason: 'gone' }] })
    assert.deepEqual(await members(), [
      ['a', true],
      ['b', true],
    ])
    assert.deepEqual(await counts(), [2])
  })

  it('counts how the credits of an artist spell it, with sort names and ties', async (lab) => {
    const credit = (creditedAs: string, role: 'artist' | 'albumartist' | 'composer' = 'artist', position = 0) =>
      trackArtist({ artistId: 'artist:Nina', creditedAs, role, position })
    const other = trackArtist({ artistId: 'artist:Max', position: 1 })
    await lab.store({
      artists: [artistSeed({ name: 'Nina' }), artistSeed({ name: 'Max' })],
      tracks: [
        insertion('a', { path: 'a.mp3', trackNumber: 3, artists: [credit('Nina')], tags: { artistSort: 'N.' } }),
        insertion('b', {
          path: 'b.mp3',
          trackNumber: 2,
          artists: [credit('Nina'), credit('Nina', 'albumartist')],
          tags: { artistSort: 'Simone', albumArtistSort: 'N.' },
        }),
        insertion('c', {
          path: 'c.mp3',
          trackNumber: 1,
          artists: [credit('NINA'), other],
          tags: { artistSort: 'both' },
        }),
        insertion('d', {
          path: 'd.mp3',
          trackNumber: 4,
          artists: [credit('NINA', 'composer')],
          tags: { artistSort: 'not this', composerSort: 'C' },
        }),
      ],
    })
    const { artists } = await lab.writer.unsettledArtists(null, 10)
    assert.deepEqual(artists.find(({ id }) => id === 'artist:Nina')?.spellings, [
      { name: 'NINA', sortName: 'C', count: 2, tie: tieKey(null, 1, 'music', 'c.mp3') },
      { name: 'Nina', sortName: 'N.', count: 3, tie: tieKey(null, 2, 'music', 'b.mp3') },
    ])
  })

  it('takes the sort name with the smallest tie among the most frequent', async (lab) => {
    const artists = [trackArtist({ artistId: 'artist:Nina', creditedAs: 'Nina' })]
    await lab.store({
      artists: [artistSeed({ name: 'Nina' })],
      tracks: [
        insertion('a', { path: 'a.mp3', trackNumber: 2, artists, tags: { artistSort: 'A' } }),
        insertion('b', { path: 'b.mp3', trackNumber: 1, artists, tags: { artistSort: 'B' } }),
      ],
    })
    assert.equal((await lab.writer.unsettledArtists(null, 10)).artists[0]?.spellings[0]?.sortName, 'B')
  })

  it('names the artists of one folded name, and unsettles the name-only ones with the others', async (lab) => {
    const seeds = ['Nína', 'Nina', 'NINA', 'Max'].map((name) =>
      artistSeed({ name, musicbrainzId: name === 'Nína' || name === 'NINA' ? `mbid of ${name}` : null }),
    )
    const [ofNína, ofNina, ofNINA] = seeds
    await lab.store({
      artists: seeds,
      tracks: [ofNína, ofNina, ofNINA].map((seed, number) =>
        insertion(`t${number}`, {
          path: `${number}.mp3`,
          artists: [trackArtist({ artistId: seed?.id ?? '', creditedAs: seed?.name ?? '' })],
        }),
      ),
    })
    const unsettled = async () => (await lab.writer.unsettledArtists(null, 10)).artists
    const nina = (await unsettled()).find(({ id }) => id === 'artist:Nina')
    assert.deepEqual(
      [nina?.foldedName, nina?.musicbrainzId, nina?.namesakes, nina?.nameOnly],
      ['nina', null, ['artist:NINA', 'artist:Nína'], ['artist:Nina']],
    )
    const max = (await unsettled()).find(({ id }) => id === 'artist:Max')
    assert.deepEqual([max?.namesakes, max?.nameOnly, max?.spellings], [[], ['artist:Max'], []])
    await lab.settle()
    assert.deepEqual(await unsettled(), [])
    await lab.store({ missing: [{ trackId: 't2', reason: 'gone' }] })
    assert.deepEqual(
      (await unsettled()).map(({ id, namesakes }) => [id, namesakes]),
      [
        ['artist:NINA', ['artist:Nína']],
        ['artist:Nina', ['artist:Nína']],
      ],
    )
  })

  it('knows an artist that only an album credits', async (lab) => {
    await lab.store(newSongs({ id: 'a', artists: ['Nina'], album: 'Blue' }))
    await lab.store({
      albumSummaries: [
        albumSummary({ title: 'Blue', artists: [{ artistId: 'artist:Nina', position: 0, creditedAs: 'NINA' }] }),
      ],
    })
    await lab.store({ tracks: [rewriting('a', { path: 'a.mp3', albumId: 'album:Blue' })] })
    const { artists } = await lab.writer.unsettledArtists(null, 10)
    assert.deepEqual(artists[0]?.spellings, [{ name: 'NINA', sortName: null, count: 1, tie: 'album:Blue' }])
  })

  it('shows albums and artists by id, whatever the page size, while they are being settled', async (lab) => {
    const names = ['b', 'a', '\u{1F3B5}', '\uffff', 'c']
    await lab.store(newSongs(...names.map((name) => ({ id: name, artists: [name], album: name }))))
    for (const limit of [1, 2, 10]) {
      const albums: string[] = []
      const artists: string[] = []
      let after: string | null = null
      do {
        const page: Awaited<ReturnType<typeof lab.writer.unsettledAlbums>> = await lab.writer.unsettledAlbums(
          after,
          limit,
        )
        albums.push(...page.albums.map((album) => album.id))
        after = page.next
      } while (after !== null)
      do {
        const page: Awaited<ReturnType<typeof lab.writer.unsettledArtists>> = await lab.writer.unsettledArtists(
          after,
          limit,
        )
        artists.push(...page.artists.map((artist) => artist.id))
        after = page.next
      } while (after !== null)
      assert.deepEqual(
        albums,
        ['a', 'b', 'c', '\uffff', '\u{1F3B5}'].map((name) => `album:${name}`),
      )
      assert.deepEqual(
        artists,
        ['a', 'b', 'c', '\uffff', '\u{1F3B5}'].map((name) => `artist:${name}`),
      )
    }
    const first = await lab.writer.unsettledAlbums(null, 2)
    await lab.store({ albumSummaries: first.albums.map(({ id }) => albumSummary({ title: id, id })) })
    assert.deepEqual((await lab.writer.unsettledAlbums(first.next, 2)).albums[0]?.id, 'album:c')
  })
}
