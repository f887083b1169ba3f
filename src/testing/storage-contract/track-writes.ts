import assert from 'node:assert/strict'
import type { TrackFacts } from '../../core/model/track.ts'
import { artistSeed } from '../rows/entity-rows.ts'
import { insertion, itemError, rewriting } from '../rows/scan-rows.ts'
import { trackArtist, trackFacts } from '../rows/track-facts.ts'
import { idsOf, newSongs, songsAgain } from './songs.ts'
import type { Facet } from './suite.ts'

/** Facts with every column filled. */
const allFacts: TrackFacts = trackFacts({
  path: 'Nina/Blue/01 One.flac',
  diskPath: 'Nina/Blue/01 One%FF.flac',
  size: 2 ** 40 + 1,
  mtimeUs: -1_000_001,
  ctimeUs: 1_700_000_000_123_456,
  audioKey: 'flac.1:0123456789abcdef',
  title: 'One',
  sortTitle: 'one',
  artist: 'Nina feat. Max',
  albumArtist: 'Nina',
  album: 'Blue',
  albumId: 'album:Blue',
  discNumber: 1,
  discTotal: 2,
  discSubtitle: 'Night',
  trackNumber: 1,
  trackTotal: 12,
  date: '2001-02-03',
  originalDate: '1999',
  year: 2001,
  compilation: true,
  durationMs: 180_123.456_789,
  durationExact: false,
  container: 'flac',
  codec: 'flac',
  codecProfile: 'subset',
  bitrate: 912_345,
  sampleRate: 96_000,
  channels: 6,
  bitsPerSample: 24,
  lossless: true,
  encoderDelay: 576,
  encoderPadding: 1234,
  replaygainTrackGain: -7.25,
  replaygainTrackPeak: 0.987_654_321,
  replaygainAlbumGain: 0,
  replaygainAlbumPeak: 1.1,
  isrc: 'GBAYE0000001',
  musicbrainzRecordingId: '11111111-1111-4111-8111-111111111111',
  musicbrainzTrackId: '22222222-2222-4222-8222-222222222222',
  musicbrainzReleaseId: '33333333-3333-4333-8333-333333333333',
  musicbrainzReleaseGroupId: '44444444-4444-4444-8444-444444444444',
  bpm: 120.5,
  key: 'F#m',
  hasLyrics: true,
  hasSyncedLyrics: true,
  quality: 55,
  qualityIssues: ['no-date', 'estimated-duration'],
  reader: 'native',
  tags: {
    title: 'One',
    artists: ['Nina', 'Max'],
    musicbrainz: { artistIds: ['x'] },
    lyrics: [{ source: 'embedded', text: 'la\nla' }],
  },
  pictures: [{ offset: 42, length: 100_000, mime: 'image/jpeg', type: 3, description: 'front' }],
  artists: [
    trackArtist({ artistId: 'artist:Nina', creditedAs: 'Nina' }),
    trackArtist({ artistId: 'artist:Max', position: 1, creditedAs: 'MAX' }),
    trackArtist({ artistId: 'artist:Max', role: 'performer', creditedAs: 'Max', detail: 'violin' }),
    trackArtist({ artistId: 'artist:Nina', role: 'albumartist', creditedAs: 'Nina' }),
  ],
  genres: ['Jazz', 'Blues', 'A/B'],
})

export const trackWrites: Facet = ({ it }) => {
  it('keeps every fact of a track', async (lab) => {
    const names = newSongs({ id: 'unused', artists: ['Nina', 'Max'], album: 'Blue' })
    await lab.store({ ...names, tracks: [{ action: 'insert', id: 'a', entry: { kind: 'added', facts: allFacts } }] })
    const { items } = await lab.reader.tracks()
    assert.deepEqual(items, [
      { ...allFacts, id: 'a', missingSince: null, missingReason: null, addedAt: lab.now, updatedAt: lab.now },
    ])
  })

  it('keeps a track of which next to nothing is known', async (lab) => {
    const facts = trackFacts({
      durationMs: null,
      container: null,
      codec: null,
      bitrate: null,
      audioKey: null,
      reader: null,
      tags: {},
    })
    await lab.store({ tracks: [{ action: 'insert', id: 'a', entry: { kind: 'added', facts } }] })
    const { items } = await lab.reader.tracks()
    assert.deepEqual(items, [
      { ...facts, id: 'a', missingSince: null, missingReason: null, addedAt: lab.now, updatedAt: lab.now },
    ])
  })

  it('keeps when a track was added through re-reads, moves and returns', async (lab) => {
    const addedAt = lab.now
    await lab.store(newSongs({ id: 'a' }))
    lab.now += 1000
    await lab.store({ tracks: [rewriting('a', { path: 'moved.mp3' })] })
    lab.now += 1000
    await lab.store({ missing: [{ trackId: 'a', reason: 'gone' }] })
    lab.now += 1000
    await lab.store({ tracks: [rewriting('a', { path: 'back.mp3' })] })
    const [track] = (await lab.reader.tracks()).items
    assert.deepEqual(
      { path: track?.path, addedAt: track?.addedAt, updatedAt: track?.updatedAt, missingSince: track?.missingSince },
      { path: 'back.mp3', addedAt, updatedAt: lab.now, missingSince: null },
    )
  })

  it('replaces credits and genres, and makes what a track had and has unsettled', async (lab) => {
    await lab.store(newSongs({ id: 'a', artists: ['Nina', 'Max'], album: 'Blue', facts: { genres: ['Jazz'] } }))
    await lab.settle()
    assert.deepEqual((await lab.writer.unsettledAlbums(null, 10)).albums, [])
    assert.deepEqual((await lab.writer.unsettledArtists(null, 10)).artists, [])
    await lab.store(songsAgain({ id: 'a', artists: ['Otis'], album: 'Red', facts: { genres: ['Soul'] } }))
    const { albums } = await lab.writer.unsettledAlbums(null, 10)
    assert.deepEqual(
      albums.map(({ id, members }) => [id, members.length]),
      [
        ['album:Blue', 0],
        ['album:Red', 1],
      ],
    )
    assert.deepEqual(idsOf((await lab.writer.unsettledArtists(null, 10)).artists), [
      'artist:Max',
      'artist:Nina',
      'artist:Otis',
    ])
    await lab.settle()
    assert.deepEqual(idsOf((await lab.reader.artists()).items), ['artist:Otis'])
    assert.deepEqual(idsOf((await lab.reader.albums()).items), ['album:Red'])
    assert.deepEqual((await lab.reader.genres()).items, [{ name: 'Soul', trackCount: 1 }])
  })

  it('marks tracks missing, with the first date and reason', async (lab) => {
    await lab.store(newSongs({ id: 'a', artists: ['Nina'], album: 'Blue' }, { id: 'b' }))
    await lab.settle()
    lab.now += 1000
    const since = lab.now
    await lab.store({ missing: [{ trackId: 'a', reason: 'ignored' }], vacate: ['b'] })
    assert.equal((await lab.writer.unsettledAlbums(null, 10)).albums.length, 1)
    assert.equal((await lab.writer.unsettledArtists(null, 10)).artists.length, 1)
    lab.now += 1000
    await lab.store({ missing: [{ trackId: 'b', reason: 'gone' }], vacate: ['a'] })
    const { items } = await lab.reader.tracks({ missing: true })
    assert.deepEqual(
      items.map((track) => [track.id, track.missingSince, track.missingReason]),
      [
        ['a', since, 'ignored'],
        ['b', since, 'overwritten'],
      ],
    )
  })

  it('renews a stamp without telling a change', async (lab) => {
    await lab.store(newSongs({ id: 'a' }))
    const updatedAt = lab.now
    const told = await lab.reader.changes(0)
    assert.equal((await lab.reader.stats()).bytes, 4_000_000)
    lab.now += 1000
    const scan = await lab.scan()
    await scan.end({ stamps: [{ rootId: 'music', path: 'a.mp3', size: 7, mtimeUs: 8, ctimeUs: 9 }] })
    const [track] = (await lab.reader.tracks()).items
    assert.deepEqual(
      [track?.size, track?.mtimeUs, track?.ctimeUs, track?.title, track?.updatedAt],
      [7, 8, 9, 'a', updatedAt],
    )
    assert.deepEqual(await lab.reader.changes(0), told)
    assert.equal((await lab.reader.stats()).bytes, 7)
    const { folders } = await lab.writer.known({ rootId: 'music', under: '', after: null, files: true, limit: 10 })
    assert.deepEqual(folders[0]?.files?.readScans, [scan.scan.id])
  })

  it('takes as many tracks in one commit as it says', async (lab) => {
    const count = Math.min(lab.storage.limits.maxTracksPerCommit, 2000)
    const artists = [artistSeed({ name: 'Nina' })]
    const tracks = Array.from({ length: count }, (_, number) =>
      insertion(`t${number}`, { path: `${number}.mp3`, artists: [trackArtist({ artistId: 'artist:Nina' })] }),
    )
    await lab.store({ artists, tracks, errors: [itemError({ path: 'x.mp3' })] })
    assert.equal((await lab.reader.stats()).tracks, count)
    assert.equal((await lab.reader.artists()).items[0]?.trackCount, count)
  })
}
