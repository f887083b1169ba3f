import assert from 'node:assert/strict'
import type { IdentityLookup } from '../../core/ports/library-writer.ts'
import { insertion } from '../rows/scan-rows.ts'
import type { Facet } from './suite.ts'

const asked: IdentityLookup = {
  rootId: 'music',
  paths: ['a/one.mp3', 'a/gone.mp3', 'a/both.mp3', 'a/none.mp3'],
  audioKeys: ['key one', 'key gone', 'key none'],
  stems: ['a/one', 'a/gone', 'a/none', 'one'],
  trackIds: ['one', 'gone', 'none'],
  generation: 99,
}

export const identityLookup: Facet = ({ it }) => {
  it('finds tracks by place, audio, stem and id', async (lab) => {
    await lab.store({
      tracks: [
        insertion('one', { path: 'a/one.mp3', audioKey: 'key one' }),
        insertion('gone', { path: 'a/gone.mp3', audioKey: 'key gone' }),
        insertion('before', { path: 'a/both.mp3', audioKey: null }),
      ],
    })
    await lab.store({ missing: ['gone', 'before'].map((trackId) => ({ trackId, reason: 'gone' as const })) })
    await lab.store({ tracks: [insertion('both', { path: 'a/both.mp3', audioKey: null })] })
    const found = await lab.writer.lookup(asked)
    const byPath = [...found.atPaths].sort((a, b) => (a.path < b.path ? -1 : 1))
    assert.deepEqual(byPath, [
      { path: 'a/both.mp3', trackId: 'both', audioKey: null, hasMissing: true },
      { path: 'a/gone.mp3', trackId: null, audioKey: null, hasMissing: true },
      { path: 'a/one.mp3', trackId: 'one', audioKey: 'key one', hasMissing: false },
    ])
    assert.deepEqual([...found.audioKeys].sort(), ['key gone', 'key one'])
    assert.deepEqual([...found.stems].sort(), ['a/gone', 'a/one'])
    assert.deepEqual([...found.trackIds].sort(), ['gone', 'one'])
  })

  it('leaves out of audio and stems what this generation stored', async (lab) => {
    const first = await lab.scan()
    await first.end({ tracks: [insertion('one', { path: 'a/one.mp3', audioKey: 'key one' })] })
    const second = await lab.scan()
    await second.commit({ tracks: [insertion('gone', { path: 'a/gone.mp3', audioKey: 'key gone' })] })
    const found = await lab.writer.lookup({ ...asked, generation: second.scan.generation })
    assert.deepEqual([found.audioKeys, found.stems], [['key one'], ['a/one']])
    assert.deepEqual([...found.trackIds].sort(), ['gone', 'one'])
    assert.deepEqual(found.atPaths.length, 2)
    const none = await lab.writer.lookup({ ...asked, generation: first.scan.generation })
    assert.deepEqual([none.audioKeys, none.stems], [[], []])
  })

  it('looks for places and stems in one root, for audio and ids in all', async (lab) => {
    await lab.store({ tracks: [insertion('one', { path: 'a/one.mp3', audioKey: 'key one', rootId: 'other' })] })
    const { atPaths, audioKeys, stems, trackIds } = await lab.writer.lookup(asked)
    assert.deepEqual(
      { atPaths, audioKeys, stems, trackIds },
      { atPaths: [], audioKeys: ['key one'], stems: [], trackIds: ['one'] },
    )
  })

  it('finds nothing when nothing is asked', async (lab) => {
    await lab.store({ tracks: [insertion('one')] })
    const nothing = { rootId: 'music', paths: [], audioKeys: [], stems: [], trackIds: [], generation: 99 }
    assert.deepEqual(await lab.writer.lookup(nothing), { atPaths: [], audioKeys: [], stems: [], trackIds: [] })
  })
}
