import assert from 'node:assert/strict'
import { insertion, itemError, pendingArrival, root, taskOwed } from '../rows/scan-rows.ts'
import { trackArtist } from '../rows/track-facts.ts'
import { newSongs } from './songs.ts'
import type { Facet } from './suite.ts'

export const overview: Facet = ({ it }) => {
  it('sums up a library', async (lab) => {
    await lab.writer.setRoots({ put: [root({ id: 'music' }), root({ id: 'empty' })], now: lab.now })
    const names = newSongs({
      id: 'a',
      artists: ['Nina'],
      album: 'Blue',
      facts: { size: 10, durationMs: 1000.6, genres: ['Jazz'] },
    })
    await lab.store({
      ...names,
      tracks: [
        ...(names.tracks ?? []),
        insertion('b', {
          path: 'b.flac',
          size: 20,
          durationMs: 1000.6,
          codec: 'flac',
          genres: ['Jazz', 'Soul'],
          artists: [trackArtist({ artistId: 'artist:Nina' })],
        }),
        insertion('c', { path: 'c', rootId: 'another', size: 2 ** 40, durationMs: null, codec: null }),
        insertion('gone', { path: 'gone.mp3', size: 5000, genres: ['Gone'] }),
      ],
      errors: [itemError({ path: 'x.mp3' }), itemError({ path: 'y.mp3' })],
      tasks: [
        taskOwed({ subjectId: 'a' }),
        taskOwed({ subjectId: 'artist:Nina', subjectType: 'artist' }),
        taskOwed({ subjectId: 'album:Blue', subjectType: 'album' }),
      ],
    })
    const scan = await lab.scan()
    await scan.commit({
      missing: [{ trackId: 'gone', reason: 'gone' }],
      arrivals: [pendingArrival({ path: 'new.mp3' })],
      losses: [{ rootId: 'music', path: 'a.mp3', reason: 'gone' }],
    })
    assert.deepEqual(await lab.reader.stats(), {
      tracks: 3,
      missing: 1,
      albums: 1,
      artists: 1,
      genres: 2,
      durationMs: 2002,
      bytes: 2 ** 40 + 30,
      errors: 2,
      pending: 2,
      tasks: 3,
      byRoot: [
        { rootId: 'another', tracks: 1, missing: 0, bytes: 2 ** 40 },
        { rootId: 'empty', tracks: 0, missing: 0, bytes: 0 },
        { rootId: 'music', tracks: 2, missing: 1, bytes: 30 },
      ],
      byCodec: [
        { codec: 'flac', tracks: 1 },
        { codec: 'mp3', tracks: 1 },
        { codec: 'unknown', tracks: 1 },
      ],
    })
  })

  it('tells everything of one path', async (lab) => {
    await lab.store({
      tracks: [insertion('b', { path: 'x.mp3', audioKey: 'old' }), insertion('c', { path: 'copy.mp3', audioKey: 'k' })],
    })
    await lab.store({ missing: ['b', 'c'].map((trackId) => ({ trackId, reason: 'gone' as const })) })
    const scan = await lab.scan()
    const error = itemError({ path: 'x.mp3', retryable: true })
    await scan.commit({
      tracks: [
        insertion('a', { path: 'x.mp3', audioKey: 'k' }),
        insertion('d', { path: 'x.mp3', audioKey: 'k', rootId: 'another' }),
        insertion('e', { path: 'old.mp3', audioKey: 'old' }),
      ],
      arrivals: [pendingArrival({ path: 'x.mp3' })],
      errors: [error],
      tasks: [taskOwed({ subjectId: 'a', kind: 'vector' }), taskOwed({ subjectId: 'a' }), taskOwed({ subjectId: 'd' })],
    })
    await scan.commit({ losses: [{ rootId: 'another', path: 'x.mp3', reason: 'gone' }] })
    const { tracks, ...rest } = await lab.reader.explain('music', 'x.mp3')
    assert.deepEqual(
      tracks.map((track) => [track.id, track.missingSince === null]),
      [
        ['a', true],
        ['b', false],
      ],
    )
    assert.deepEqual(rest, {
      rootId: 'music',
      path: 'x.mp3',
      pending: true,
      lossRecorded: false,
      error,
      duplicates: [
        { trackId: 'c', rootId: 'music', path: 'copy.mp3', missing: true },
        { trackId: 'd', rootId: 'another', path: 'x.mp3', missing: false },
        { trackId: 'e', rootId: 'music', path: 'old.mp3', missing: false },
      ],
      tasks: [
        { kind: 'fingerprint', version: '1' },
        { kind: 'vector', version: '1' },
      ],
    })
    assert.deepEqual(await lab.reader.explain('music', 'nowhere.mp3'), {
      rootId: 'music',
      path: 'nowhere.mp3',
      tracks: [],
      pending: false,
      lossRecorded: false,
      error: null,
      duplicates: [],
      tasks: [],
    })
  })

  it('tells what changed since, each track once, in order', async (lab) => {
    const told = async (since: number, limit?: number) =>
      (await lab.reader.changes(since, limit)).map(({ trackId, change }) => [trackId, change])
    assert.deepEqual(await told(0), [])
    await lab.store(newSongs({ id: 'a' }, { id: 'b' }, { id: 'c' }))
    assert.deepEqual(await told(0), [
      ['a', 'added'],
      ['b', 'added'],
      ['c', 'added'],
    ])
    const [, second] = await lab.reader.changes(0)
    assert.deepEqual(await told(second?.seq ?? 0), [['c', 'added']])
    assert.deepEqual(await told(0, 2), [
      ['a', 'added'],
      ['b', 'added'],
    ])
    const last = (await lab.reader.changes(0)).at(-1)?.seq ?? 0
    await lab.store({ missing: [{ trackId: 'a', reason: 'gone' }] })
    await lab.store({
      tracks: [
        { action: 'update', id: 'b', entry: { kind: 'changed', facts: insertion('b', { path: 'b.mp3' }).entry.facts } },
      ],
    })
    assert.deepEqual(await told(last), [
      ['a', 'missing'],
      ['b', 'updated'],
    ])
    assert.deepEqual(await told(0), [
      ['c', 'added'],
      ['a', 'missing'],
      ['b', 'updated'],
    ])
    const seen = await lab.reader.changes(0)
    await lab.store({ missing: [{ trackId: 'a', reason: 'gone' }] })
    assert.deepEqual(await lab.reader.changes(0), seen)
    await lab.writer.purge(lab.now + 1, lab.now)
    assert.deepEqual(await told(seen.at(-1)?.seq ?? 0), [['a', 'purged']])
    const seqs = (await lab.reader.changes(0)).map((change) => change.seq)
    assert.deepEqual(
      [...seqs].sort((a, b) => a - b),
      seqs,
    )
    assert.equal(new Set(seqs).size, seqs.length)
  })
}
