import assert from 'node:assert/strict'
import { albumSummary, artistSeed } from '../rows/entity-rows.ts'
import { insertion, rewriting } from '../rows/scan-rows.ts'
import { idsOf, newSongs, songsAgain } from './songs.ts'
import type { Facet } from './suite.ts'

export const searching: Facet = ({ it }) => {
  it('finds every word, folded, the last one by its beginning', async (lab) => {
    const titles = ['Smooth Operator', 'Smøoth Jázz', 'Jazz', 'Smooth as Silk', "Don't Stop", 'AC/DC', '!!!']
    await lab.store({
      tracks: titles.map((title) => insertion(title, { path: `${title.replace('/', '')}.mp3`, title })),
    })
    const found = async (text: string) => idsOf((await lab.reader.search(text)).tracks).sort()
    assert.deepEqual(await found('smooth'), ['Smooth Operator', 'Smooth as Silk', 'Smøoth Jázz'])
    assert.deepEqual(await found('SMOOTH OPER'), ['Smooth Operator'])
    assert.deepEqual(await found('operator smo'), ['Smooth Operator'])
    assert.deepEqual(await found('jazz'), ['Jazz', 'Smøoth Jázz'])
    assert.deepEqual(await found('dont'), ["Don't Stop"])
    assert.deepEqual(await found('ac dc'), ['AC/DC'])
    assert.deepEqual(await found('!!!'), ['!!!'])
    const mistyped = ['oper smooth', 'smooth nothing', '"smooth" OR jazz* NEAR(x) -a:b', 'mooth']
    if (!lab.storage.capabilities.typoTolerance)
      for (const text of mistyped) assert.deepEqual(await found(text), [], text)
    for (const text of ['', '   ', '\u0301']) assert.deepEqual(await found(text), [])
  })

  it('forgives mistyped words where it says so, and only there', async (lab) => {
    await lab.store(newSongs({ id: 'a', artists: ['The Beatles'], album: 'Abbey Road', facts: { title: 'Yesterday' } }))
    await lab.settle()
    const forgiven = lab.storage.capabilities.typoTolerance ? ['a'] : []
    for (const text of ['beatels', 'yesterdya', 'abby road', 'beatels yesterday'])
      assert.deepEqual(idsOf((await lab.reader.search(text)).tracks), forgiven, text)
    for (const text of ['xylophone', 'qqq beatels'])
      assert.deepEqual(idsOf((await lab.reader.search(text)).tracks), [], text)
  })

  it('finds parts of texts that are written without spaces', async (lab) => {
    const titles = ['東京事変', '京都', 'スーパースター', '한국어 노래']
    await lab.store({ tracks: titles.map((title, number) => insertion(title, { path: `${number}.mp3`, title })) })
    const found = async (text: string) => idsOf((await lab.reader.search(text)).tracks).sort()
    assert.deepEqual(await found('京'), ['京都', '東京事変'])
    assert.deepEqual(await found('京事'), ['東京事変'])
    assert.deepEqual(await found('ｽﾀｰ'), ['スーパースター'])
    assert.deepEqual(await found('국어'), ['한국어 노래'])
    assert.deepEqual(await found('都京'), [])
  })

  it('puts what has all words in its title first, then goes by sort key and id', async (lab) => {
    const facts = (sortTitle: string, title = 'Blue') => ({ title, sortTitle })
    await lab.store(
      newSongs(
        { id: 'a', artists: ['Blue'], facts: facts('aaa', 'Other') },
        { id: 'd', facts: facts('bbb') },
        { id: 'c', facts: facts('bbb') },
        { id: 'b', facts: facts('b\u{1F3B5}') },
        { id: 'e', facts: facts('b\uffff') },
        { id: 'f', album: 'Blue', facts: facts('aab', 'Blues Other') },
      ),
    )
    assert.deepEqual(idsOf((await lab.reader.search('blue')).tracks), ['f', 'c', 'd', 'e', 'b', 'a'])
    assert.deepEqual(idsOf((await lab.reader.search('other blue')).tracks), ['f', 'a'])
    assert.deepEqual(idsOf((await lab.reader.search('blue', { limit: 2 })).tracks), ['f', 'c'])
  })

  it('finds tracks by their artists and album, albums by their artists', async (lab) => {
    await lab.store(
      newSongs({
        id: 'a',
        artists: ['Nina'],
        albumArtists: ['Otis'],
        album: 'Blue',
        facts: { title: 'One', tags: { titleSort: 'Sorted' } },
      }),
    )
    await lab.settle()
    for (const text of ['nina', 'otis', 'blue', 'one', 'sorted', 'one blue nina']) {
      assert.deepEqual(idsOf((await lab.reader.search(text)).tracks), ['a'], text)
    }
    for (const text of ['otis', 'blue', 'blue otis'])
      assert.deepEqual(idsOf((await lab.reader.search(text)).albums), ['album:Blue'], text)
    assert.deepEqual((await lab.reader.search('nina')).albums, [])
    assert.deepEqual(idsOf((await lab.reader.search('nina')).artists), ['artist:Nina'])
    const { tracks, albums, artists } = await lab.reader.search('blue')
    assert.deepEqual(
      [tracks[0], albums[0]],
      [(await lab.reader.tracks()).items[0], (await lab.reader.albums()).items[0]],
    )
    assert.deepEqual(artists, [])
  })

  it('follows every change', async (lab) => {
    const found = async (text: string) => {
      const { tracks, albums, artists } = await lab.reader.search(text)
      return [...tracks, ...albums, ...artists].map((row) => row.id).sort()
    }
    await lab.store(newSongs({ id: 'a', artists: ['Nina'], album: 'Blue', facts: { title: 'Before' } }))
    await lab.settle()
    assert.deepEqual(await found('before'), ['a'])
    assert.deepEqual(await found('nina'), ['a', 'album:Blue', 'artist:Nina'])
    await lab.store(songsAgain({ id: 'a', artists: ['Otis'], album: 'Red', facts: { title: 'After' } }))
    await lab.settle()
    for (const gone of ['before', 'nina', 'blue']) assert.deepEqual(await found(gone), [], gone)
    assert.deepEqual(await found('after'), ['a'])
    assert.deepEqual(await found('red'), ['a', 'album:Red'])
    await lab.store({
      albumSummaries: [albumSummary({ title: 'Crimson', id: 'album:Red' })],
      artistSummaries: [{ id: 'artist:Otis', name: 'Redding', sortName: 'redding', sameAs: null }],
    })
    assert.deepEqual(await found('crimson'), ['album:Red'])
    assert.deepEqual(await found('red'), ['a', 'artist:Otis'])
    await lab.store({ missing: [{ trackId: 'a', reason: 'gone' }] })
    for (const gone of ['after', 'crimson', 'redding']) assert.deepEqual(await found(gone), [], gone)
    await lab.store({ tracks: [rewriting('a', { path: 'a.mp3', title: 'Back' })] })
    assert.deepEqual(await found('back'), ['a'])
    await lab.store({ missing: [{ trackId: 'a', reason: 'gone' }] })
    await lab.writer.purge(lab.now + 1, lab.now)
    await lab.store({
      artists: [artistSeed({ name: 'Otis' })],
      tracks: [insertion('a', { path: 'a.mp3', title: 'Anew' })],
    })
    assert.deepEqual(await found('back'), [])
    assert.deepEqual(await found('anew'), ['a'])
  })
}
