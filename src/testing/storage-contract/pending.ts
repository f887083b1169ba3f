import assert from 'node:assert/strict'
import { albumSeed, artistSeed } from '../rows/entity-rows.ts'
import { insertion, itemError, pendingArrival, rewriting } from '../rows/scan-rows.ts'
import { trackArtist } from '../rows/track-facts.ts'
import type { Lab } from './lab.ts'
import { newSongs } from './songs.ts'
import type { Facet } from './suite.ts'

/** All values of a settle listing, page by page. */
const pages = async <Value>(
  read: (after: string | null) => Promise<readonly [values: readonly Value[], next: string | null]>,
) => {
  const all: Value[] = []
  let after: string | null = null
  do {
    const [values, next]: readonly [readonly Value[], string | null] = await read(after)
    all.push(...values)
    after = next
  } while (after !== null)
  return all
}

const allGroups = ({ writer }: Lab, generation: number, limit: number) =>
  pages(async (after) => {
    const { groups, next } = await writer.arrivalGroups(generation, after, limit)
    return [groups, next] as const
  })

const allArrivals = ({ writer }: Lab, generation: number, limit: number) =>
  pages(async (after) => {
    const { arrivals, next } = await writer.unpairedArrivals(generation, after, limit)
    return [arrivals, next] as const
  })

const allLosses = ({ writer }: Lab, limit: number) =>
  pages(async (after) => {
    const { losses, next } = await writer.pendingLosses(after, limit)
    return [losses, next] as const
  })

export const pending: Facet = ({ it }) => {
  it('keeps an arrival whole, and shows it to nobody', async (lab) => {
    const arrival = pendingArrival(
      {
        path: 'b/x.flac',
        title: 'X',
        albumId: 'album:Blue',
        artists: [trackArtist({ artistId: 'artist:Nina' })],
        genres: ['Jazz'],
      },
      { artists: [artistSeed({ name: 'Nina' })], albums: [albumSeed({ title: 'Blue' })] },
    )
    await lab.store({ arrivals: [arrival] })
    await lab.restart()
    assert.deepEqual((await lab.writer.unpairedArrivals(99, null, 10)).arrivals, [{ arrival, sameStem: [] }])
    const { tracks, missing, albums, artists, genres, pending: waiting } = await lab.reader.stats()
    assert.deepEqual([tracks, missing, albums, artists, genres, waiting], [0, 0, 0, 0, 0, 1])
    assert.deepEqual((await lab.reader.tracks({ missing: 'any' })).items, [])
    assert.deepEqual((await lab.reader.search('x')).tracks, [])
    assert.deepEqual(await lab.reader.changes(0), [])
    assert.equal((await lab.reader.explain('music', 'b/x.flac')).pending, true)
    await lab.store({ settled: [{ rootId: 'music', path: 'b/x.flac' }] })
    assert.deepEqual((await lab.writer.unpairedArrivals(99, null, 10)).arrivals, [])
  })

  it('groups arrivals with earlier tracks of the same audio, in byte order, whatever the page size', async (lab) => {
    const keys = ['k1', 'k\uffff', 'k\u{1F3B5}']
    await lab.store({
      tracks: keys.flatMap((audioKey) =>
        ['b', 'a'].map((name) => insertion(`${audioKey}${name}`, { path: `${audioKey}/${name}.mp3`, audioKey })),
      ),
    })
    const scan = await lab.scan()
    await scan.commit({
      tracks: [
        insertion('late', { path: 'late.mp3', audioKey: 'k1' }),
        insertion('later', { path: 'later.mp3', audioKey: 'k late' }),
      ],
      arrivals: [...keys, 'k none', 'k late']
        .flatMap((audioKey) =>
          ['z', 'y'].map((name) => pendingArrival({ path: `new/${audioKey}/${name}.mp3`, audioKey })),
        )
        .concat(pendingArrival({ path: 'no-audio.mp3', audioKey: null })),
    })
    for (const limit of [1, 2, 3, 10]) {
      const groups = await allGroups(lab, scan.scan.generation, limit)
      assert.deepEqual(
        groups.map(({ audioKey, arrivals, candidates }) => [
          audioKey,
          arrivals.map(({ entry }) => entry.facts.path),
          candidates.map((candidate) => candidate.trackId),
        ]),
        keys.map((key) => [key, [`new/${key}/y.mp3`, `new/${key}/z.mp3`], [`${key}a`, `${key}b`]]),
      )
    }
  })

  it('goes on where it was while what it showed is judged', async (lab) => {
    const names = ['a', 'b', 'c', 'd', 'e']
    await lab.store({ tracks: names.map((name) => insertion(name, { path: `old/${name}.mp3`, audioKey: name })) })
    const scan = await lab.scan()
    await scan.commit({ arrivals: names.map((name) => pendingArrival({ path: `new/${name}.mp3`, audioKey: name })) })
    const seen: string[] = []
    let after: string | null = null
    do {
      const page: Awaited<ReturnType<typeof lab.writer.arrivalGroups>> = await lab.writer.arrivalGroups(
        scan.scan.generation,
        after,
        2,
      )
      for (const { audioKey, arrivals } of page.groups) {
        seen.push(audioKey)
        const places = arrivals.map(({ entry }) => ({ rootId: 'music', path: entry.facts.path }))
        await scan.commit({ tracks: [rewriting(audioKey, { path: `new/${audioKey}.mp3`, audioKey })], settled: places })
      }
      after = page.next
    } while (after !== null)
    assert.deepEqual(seen, names)
    assert.deepEqual((await lab.writer.arrivalGroups(scan.scan.generation, null, 10)).groups, [])
  })

  it('says of a candidate what settle must know', async (lab) => {
    const facts = {
      audioKey: 'k',
      title: 'X',
      artist: 'Nina',
      album: 'Blue',
      musicbrainzRecordingId: 'r',
      musicbrainzTrackId: 't',
    }
    const ids = ['a', 'b', 'c', 'd', 'e']
    await lab.store({ tracks: ids.map((id) => insertion(id, { path: `${id}.mp3`, ...facts, diskPath: `${id}%FF` })) })
    await lab.store({ missing: [{ trackId: 'e', reason: 'gone' }] })
    const scan = await lab.scan()
    await scan.commit({
      losses: [
        { rootId: 'music', path: 'b.mp3', reason: 'gone' },
        { rootId: 'music', path: 'c.mp3', reason: 'ignored' },
        { rootId: 'music', path: 'd.mp3', reason: 'gone' },
      ],
    })
    await scan.commit({
      arrivals: [
        pendingArrival({ path: 'new.mp3', audioKey: 'k' }),
        pendingArrival({ path: 'd.mp3', audioKey: 'other' }),
        pendingArrival({ path: 'e.mp3', audioKey: 'other' }),
      ],
    })
    const [group] = (await lab.writer.arrivalGroups(scan.scan.generation, null, 10)).groups
    assert.deepEqual(
      group?.candidates.map((candidate) => [candidate.trackId, candidate.missing, candidate.lost]),
      [
        ['a', false, null],
        ['b', false, 'gone'],
        ['c', false, 'ignored'],
        ['d', false, 'overwritten'],
        ['e', true, null],
      ],
    )
    assert.deepEqual(group?.candidates[0], {
      trackId: 'a',
      rootId: 'music',
      path: 'a.mp3',
      diskPath: 'a%FF',
      ...facts,
      missing: false,
      lost: null,
    })
  })

  it('shows the arrivals left, with the earlier tracks of their folder and stem', async (lab) => {
    await lab.store({
      tracks: [
        insertion('mp3', { path: 'a/x.mp3' }),
        insertion('wav', { path: 'a/x.wav' }),
        insertion('other', { path: 'b/x.mp3' }),
        insertion('longer', { path: 'a/x.y.mp3' }),
        insertion('root', { path: 'a/x.ogg', rootId: 'Music' }),
      ],
    })
    await lab.store({ missing: [{ trackId: 'wav', reason: 'gone' }] })
    const scan = await lab.scan()
    await scan.commit({
      tracks: [insertion('late', { path: 'a/x.opus' })],
      arrivals: ['a/x.flac', 'a/\u{1F3B5}.mp3', 'a/\uffff.mp3']
        .map((path) => pendingArrival({ path }))
        .concat(pendingArrival({ path: 'z.mp3', rootId: 'a' })),
    })
    for (const limit of [1, 2, 10]) {
      const arrivals = await allArrivals(lab, scan.scan.generation, limit)
      assert.deepEqual(
        arrivals.map(({ arrival, sameStem }) => [
          arrival.entry.facts.path,
          sameStem.map((candidate) => candidate.trackId),
        ]),
        [
          ['z.mp3', []],
          ['a/x.flac', ['mp3', 'wav']],
          ['a/\uffff.mp3', []],
          ['a/\u{1F3B5}.mp3', []],
        ],
      )
    }
  })

  it('keeps losses of present tracks for settle, with how many a root has', async (lab) => {
    const paths = ['c.mp3', 'a.mp3', 'b.mp3', 'kept.mp3']
    await lab.store({
      tracks: [
        ...paths.map((path) => insertion(path, { path, diskPath: `${path}%FF` })),
        ...paths.map((path) => insertion(`other ${path}`, { path, rootId: 'another' })),
        insertion('missing', { path: 'missing.mp3' }),
      ],
    })
    await lab.store({ missing: [{ trackId: 'missing', reason: 'gone' }] })
    const scan = await lab.scan()
    await scan.commit({
      losses: [
        ...['c.mp3', 'a.mp3', 'missing.mp3', 'unknown.mp3'].map((path) => ({
          rootId: 'music',
          path,
          reason: 'gone' as const,
        })),
        { rootId: 'music', path: 'b.mp3', reason: 'ignored' },
        { rootId: 'another', path: 'b.mp3', reason: 'gone' },
      ],
    })
    for (const limit of [1, 2, 10]) {
      assert.deepEqual(await allLosses(lab, limit), [
        { trackId: 'other b.mp3', rootId: 'another', path: 'b.mp3', diskPath: null, reason: 'gone' },
        { trackId: 'a.mp3', rootId: 'music', path: 'a.mp3', diskPath: 'a.mp3%FF', reason: 'gone' },
        { trackId: 'b.mp3', rootId: 'music', path: 'b.mp3', diskPath: 'b.mp3%FF', reason: 'ignored' },
        { trackId: 'c.mp3', rootId: 'music', path: 'c.mp3', diskPath: 'c.mp3%FF', reason: 'gone' },
      ])
    }
    assert.deepEqual((await lab.writer.pendingLosses(null, 10)).roots, [
      { rootId: 'another', losses: 1, tracks: 4 },
      { rootId: 'music', losses: 2, tracks: 4 },
    ])
    assert.equal((await lab.reader.stats()).pending, 4)
    assert.equal((await lab.reader.explain('music', 'a.mp3')).lossRecorded, true)
    assert.equal((await lab.reader.tracks()).items.length, 8)
  })

  it('drops a loss once its track is judged, written or forgiven', async (lab) => {
    const names = ['a', 'b', 'c', 'd']
    await lab.store(newSongs(...names.map((id) => ({ id }))))
    const scan = await lab.scan()
    await scan.commit({
      losses: names.map((name) => ({ rootId: 'music', path: `${name}.mp3`, reason: 'gone' as const })),
    })
    await scan.commit({
      forgiven: ['a'],
      missing: [{ trackId: 'b', reason: 'gone' }],
      tracks: [rewriting('c', { path: 'e.mp3' })],
      vacate: ['d'],
    })
    assert.deepEqual((await lab.writer.pendingLosses(null, 10)).losses, [])
    assert.equal((await lab.reader.explain('music', 'a.mp3')).lossRecorded, false)
  })

  it('forgets what only waited or failed where a file is gone', async (lab) => {
    await lab.store({ arrivals: [pendingArrival({ path: 'a.mp3' })], errors: [itemError({ path: 'b.mp3' })] })
    await lab.store({ losses: ['a.mp3', 'b.mp3'].map((path) => ({ rootId: 'music', path, reason: 'gone' as const })) })
    const { pending: waiting, errors } = await lab.reader.stats()
    assert.deepEqual([waiting, errors], [0, 0])
  })
}
