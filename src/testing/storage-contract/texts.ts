import assert from 'node:assert/strict'
import { ScanError } from '../../core/errors.ts'
import { compareKeys } from '../../core/text/compare-keys.ts'
import { artistSeed } from '../rows/entity-rows.ts'
import { folderState, insertion, itemError } from '../rows/scan-rows.ts'
import { trackArtist } from '../rows/track-facts.ts'
import { allKnown } from './observe.ts'
import { idsOf } from './songs.ts'
import type { Facet } from './suite.ts'

const astral = '𝄞 𝕸𝖚𝖘𝖎𝖐 🎵 \u{10FFFF}'
const odd = [
  '%',
  '_',
  "it's",
  'a"b',
  'back\\slash',
  'tab\there',
  'line\nbreak',
  '[x]*?',
  '\u00e9',
  'e\u0301',
  '\uffff',
  '\u{10000}',
  ' lead',
  'trail ',
]

export const texts: Facet = ({ it }) => {
  it('keeps characters beyond U+FFFF', async (lab) => {
    const artists = [trackArtist({ artistId: `artist:${astral}`, creditedAs: astral })]
    const path = `${astral}/${astral}.mp3`
    await lab.store({
      artists: [artistSeed({ name: astral })],
      tracks: [
        insertion('a', { path, title: astral, genres: [astral], artists, tags: { title: astral, comments: [astral] } }),
      ],
      errors: [itemError({ path: `${astral}/x`, message: astral })],
      folders: [folderState({ key: `${astral}/`, sidecars: [{ name: astral, size: 1, mtimeUs: 1 }] })],
    })
    const [track] = (await lab.reader.tracks({ paths: [path] })).items
    assert.deepEqual(
      [track?.title, track?.genres, track?.artists, track?.tags.comments],
      [astral, [astral], artists, [astral]],
    )
    assert.equal((await lab.reader.errors()).items[0]?.message, astral)
    assert.equal((await lab.reader.genres()).items[0]?.name, astral)
    assert.equal((await lab.reader.tracks({ genre: astral })).items.length, 1)
    const [folder] = await allKnown(lab.storage, 'music')
    assert.equal(folder?.state?.sidecars[0]?.name, astral)
    assert.deepEqual(folder?.files?.names, [`${astral}.mp3`, 'x'].sort(compareKeys))
  })

  it('keeps a NUL character or refuses it, but never cuts a text', async (lab) => {
    const nul = 'before\0after'
    const facts = { path: 'a.mp3', title: nul, genres: [nul], tags: { title: nul, comments: [nul] }, discSubtitle: nul }
    const scan = await lab.scan()
    try {
      await scan.commit({ tracks: [insertion('a', facts)] })
    } catch (error) {
      assert.ok(ScanError.is(error) && error.code === 'STORAGE_REFUSED', String(error))
      assert.equal((await lab.reader.stats()).tracks, 0)
      return
    }
    const [track] = (await lab.reader.tracks()).items
    assert.deepEqual(
      [track?.title, track?.genres, track?.tags, track?.discSubtitle],
      [nul, [nul], { title: nul, comments: [nul] }, nul],
    )
  })

  it('keeps odd characters in every path and finds each path by itself alone', async (lab) => {
    await lab.store({ tracks: odd.map((name, number) => insertion(`t${number}`, { path: `${name}/${name}.mp3` })) })
    for (const [number, name] of odd.entries()) {
      const path = `${name}/${name}.mp3`
      assert.deepEqual(idsOf((await lab.reader.tracks({ paths: [path] })).items), [`t${number}`], path)
      assert.deepEqual(idsOf((await lab.reader.tracks({ under: `${name}/` })).items), [`t${number}`], path)
      assert.deepEqual(idsOf((await lab.reader.explain('music', path)).tracks), [`t${number}`], path)
      const [folder, ...others] = await allKnown(lab.storage, 'music', `${name}/`)
      assert.deepEqual([folder?.key, folder?.files?.names, others.length], [`${name}/`, [`${name}.mp3`], 0])
    }
  })

  it('keeps paths apart that differ in case alone', async (lab) => {
    const paths = ['Song.mp3', 'song.mp3', 'SONG.MP3', 'É.mp3', 'é.mp3', 'A/x.mp3', 'a/x.mp3']
    await lab.store({ tracks: paths.map((path) => insertion(path, { path })) })
    for (const path of paths) {
      assert.deepEqual(idsOf((await lab.reader.tracks({ paths: [path] })).items), [path])
      assert.deepEqual(idsOf((await lab.reader.explain('music', path)).tracks), [path])
      const lookup = { rootId: 'music', paths: [path], audioKeys: [], stems: [], trackIds: [], generation: 99 }
      assert.deepEqual((await lab.writer.lookup(lookup)).atPaths, [
        { path, trackId: path, audioKey: `mp3.1:${path}`, hasMissing: false },
      ])
    }
    assert.deepEqual(idsOf((await lab.reader.tracks({ under: 'a/' })).items), ['a/x.mp3'])
    assert.deepEqual(
      (await allKnown(lab.storage, 'music')).map((folder) => folder.key),
      ['', 'A/', 'a/'],
    )
  })

  it('keeps roots apart that have the same paths', async (lab) => {
    const both = (rootId: string) => ({ path: 'A/x.mp3', rootId, audioKey: `key of ${rootId}` })
    await lab.store({
      tracks: [insertion('1', both('music')), insertion('2', both('Music'))],
      errors: [itemError({ path: 'A/e.mp3', rootId: 'music' })],
      folders: [folderState({ key: 'A/', rootId: 'Music' })],
    })
    assert.deepEqual(idsOf((await lab.reader.tracks({ rootId: 'music' })).items), ['1'])
    assert.deepEqual(idsOf((await lab.reader.tracks({ rootId: 'Music', under: 'A/' })).items), ['2'])
    assert.deepEqual(idsOf((await lab.reader.explain('Music', 'A/x.mp3')).tracks), ['2'])
    assert.deepEqual((await lab.reader.errors({ rootId: 'Music' })).items, [])
    assert.deepEqual(
      (await allKnown(lab.storage, 'music')).map((folder) => [folder.state, folder.files?.names]),
      [[null, ['e.mp3', 'x.mp3']]],
    )
    const sizes = async () => (await lab.reader.tracks({ sort: 'added' })).items.map((track) => [track.id, track.size])
    await lab.store({ stamps: [{ rootId: 'Music', path: 'A/x.mp3', size: 1, mtimeUs: 1, ctimeUs: 1 }] })
    assert.deepEqual(await sizes(), [
      ['1', 4_000_000],
      ['2', 1],
    ])
    const scan = await lab.scan()
    await scan.commit({ losses: [{ rootId: 'Music', path: 'A/x.mp3', reason: 'gone' }] })
    const { losses } = await lab.writer.pendingLosses(null, 10)
    assert.deepEqual(
      losses.map((loss) => loss.trackId),
      ['2'],
    )
    await scan.commit({ losses: [{ rootId: 'Music', path: 'A/e.mp3', reason: 'gone' }] })
    assert.equal((await lab.reader.errors()).items.length, 1)
    await scan.end()
    await lab.store({ missing: [{ trackId: '1', reason: 'gone' }] })
    assert.deepEqual(
      (await lab.reader.tracks()).items.map((track) => [track.id, track.size]),
      [['2', 1]],
    )
  })
}
