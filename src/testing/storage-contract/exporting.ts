import assert from 'node:assert/strict'
import { insertion, itemError, taskOwed } from '../rows/scan-rows.ts'
import type { Lab } from './lab.ts'
import { allPages } from './observe.ts'
import { newSongs } from './songs.ts'
import type { Facet } from './suite.ts'

const storeLibrary = async (lab: Lab): Promise<void> => {
  const songs = newSongs(
    {
      id: 'b',
      artists: ['Nina'],
      albumArtists: ['Max'],
      album: 'Blue',
      facts: { path: '\uffff.mp3', year: 1999, tags: { title: 'x', moods: ['calm'] } },
    },
    { id: 'a', artists: ['Otis'], album: 'Red', facts: { path: '\u{1F3B5}.mp3', genres: ['Soul'] } },
    { id: 'c', artists: ['Gone'], album: 'Gone', facts: { path: 'c.mp3' } },
  )
  await lab.store({
    ...songs,
    tracks: [...(songs.tracks ?? []), insertion('\u{1F3B5}', { path: '\u{1F3B5}.mp3', rootId: 'another' })],
    errors: [
      itemError({ path: '\u{1F3B5}' }),
      itemError({ path: '\uffff', message: 'secret' }),
      itemError({ path: 'z', rootId: 'another' }),
    ],
    tasks: [
      taskOwed({ subjectId: 'b' }),
      taskOwed({ subjectId: 'a', kind: 'vector', priority: 7, notBefore: 8 }),
      taskOwed({ subjectId: 'a' }),
      taskOwed({ subjectId: 'c' }),
      taskOwed({ subjectId: 'artist:Nina', subjectType: 'artist' }),
      taskOwed({ subjectId: 'album:Blue', subjectType: 'album' }),
    ],
  })
  await lab.settle()
  await lab.store({ missing: [{ trackId: 'c', reason: 'gone' }] })
  await lab.settle()
}

/** Type and place of each line. */
const outline = (lines: readonly string[]): string[] =>
  lines.map((line) => {
    const { type, id, rootId, path, kind, subjectId } = JSON.parse(line) as Record<string, string | undefined>
    return [type, kind, subjectId ?? id, ...(id === undefined ? [rootId, path] : [])]
      .filter((part) => part !== undefined)
      .join(' ')
  })

const linesOf = (lab: Lab, byPath: boolean, limit = 1000): Promise<string[]> =>
  allPages(limit, (page) => lab.reader.exportLines({ byPath, ...page }))

export const exporting: Facet = ({ it }) => {
  it('exports every row by type and id', async (lab) => {
    await storeLibrary(lab)
    assert.deepEqual(outline(await linesOf(lab, false)), [
      'album album:Blue',
      'album album:Gone',
      'album album:Red',
      'artist artist:Gone',
      'artist artist:Max',
      'artist artist:Nina',
      'artist artist:Otis',
      'error another z',
      'error music \uffff',
      'error music \u{1F3B5}',
      'task fingerprint album:Blue',
      'task fingerprint artist:Nina',
      'task fingerprint a',
      'task vector a',
      'task fingerprint b',
      'task fingerprint c',
      'track a',
      'track b',
      'track c',
      'track \u{1F3B5}',
    ])
  })

  it('exports by path without ids of tracks, and without what is missing', async (lab) => {
    await storeLibrary(lab)
    const lines = await linesOf(lab, true)
    assert.deepEqual(outline(lines), [
      'album album:Blue',
      'album album:Red',
      'artist artist:Max',
      'artist artist:Nina',
      'artist artist:Otis',
      'error another z',
      'error music \uffff',
      'error music \u{1F3B5}',
      'task fingerprint album:Blue',
      'task fingerprint artist:Nina',
      'task fingerprint music \uffff.mp3',
      'task fingerprint music \u{1F3B5}.mp3',
      'task vector music \u{1F3B5}.mp3',
      'track another \u{1F3B5}.mp3',
      'track music \uffff.mp3',
      'track music \u{1F3B5}.mp3',
    ])
  })

  it('is the same at every page size', async (lab) => {
    await storeLibrary(lab)
    for (const byPath of [false, true]) {
      const whole = await linesOf(lab, byPath)
      for (const limit of [1, 2, 3, 5, 7, 19, 20, 21]) assert.deepEqual(await linesOf(lab, byPath, limit), whole)
    }
  })

  it('sorts keys and leaves out times, priorities and messages', async (lab) => {
    await storeLibrary(lab)
    const lines = await linesOf(lab, false)
    for (const line of lines) {
      assert.ok(!/[\r\n]/.test(line))
      const row = JSON.parse(line) as Record<string, unknown>
      assert.deepEqual(Object.keys(row), Object.keys(row).sort())
      for (const absent of [
        'addedAt',
        'updatedAt',
        'missingSince',
        'missingReason',
        'mtimeUs',
        'ctimeUs',
        'notBefore',
        'priority',
        'message',
        'at',
        'settled',
      ]) {
        assert.ok(!(absent in row), `${absent} in ${line}`)
      }
    }
    const tracks = lines
      .filter((line) => line.includes('"type":"track"'))
      .map((line) => JSON.parse(line) as Record<string, unknown>)
    assert.deepEqual(
      tracks.map((track) => track.missing),
      [false, false, true, false],
    )
    assert.deepEqual([tracks[1]?.year, tracks[1]?.tags], [1999, { moods: ['calm'], title: 'x' }])
  })

  it('does not depend on the order or the time of what led there', async (lab) => {
    await storeLibrary(lab)
    const lines = await linesOf(lab, false)
    lab.now += 100_000
    const { items } = await lab.reader.tracks()
    await lab.store({
      tracks: items.toReversed().map(({ id, missingSince, missingReason, addedAt, updatedAt, ...facts }) => ({
        action: 'update',
        id,
        entry: { kind: 'changed', facts },
      })),
    })
    await lab.settle()
    assert.deepEqual(await linesOf(lab, false), lines)
  })
}
