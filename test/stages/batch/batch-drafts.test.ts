import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { TrackDraft } from '../../../src/core/model/entity-batch.ts'
import type { FileReading } from '../../../src/core/model/file-reading.ts'
import type { TrackTags } from '../../../src/core/model/track-tags.ts'
import { batchDrafts } from '../../../src/stages/batch/batch-drafts.ts'
import { batchSettings } from '../../../src/stages/batch/batch-settings.ts'

const settings = batchSettings()
const draft = (tags: TrackTags, path = 'Artist/Album/01 - Song.flac', some: Partial<FileReading> = {}): TrackDraft => ({
  change: {
    kind: 'added',
    rootId: 'music',
    path,
    diskPath: null,
    reason: 'new file',
    lyricsFile: null,
    size: 1,
    mtimeUs: 2,
    ctimeUs: 3,
  },
  reading: {
    reader: 'native',
    tags,
    format: { container: 'flac', codec: 'flac', durationExact: true, durationMs: 1234.6, lossless: true },
    pictures: [],
    warnings: [],
    ...some,
  },
  sidecarLyrics: undefined,
  error: undefined,
  isTrack: true,
})
const factsOf = (...args: Parameters<typeof draft>) => {
  const facts = batchDrafts([draft(...args)], settings).entries[0]?.facts
  if (facts === undefined) throw new Error('no entry')
  return facts
}
const credited = (tags: TrackTags) =>
  factsOf(tags).artists.map(({ role, position, creditedAs, detail }) => [role, position, creditedAs, detail])
const albumIds = (...drafts: readonly TrackDraft[]) =>
  new Set(batchDrafts(drafts, settings).entries.map((entry) => entry.facts.albumId)).size
const error = {
  rootId: 'music',
  path: 'bad.mp3',
  code: 'FILE_DAMAGED',
  stage: 'extract',
  message: 'Damaged.',
  retryable: false,
  stamp: null,
  at: 0,
} as const

describe('the rows of a batch', () => {
  it('name each artist and album once', () => {
    const batch = batchDrafts(
      [
        draft({ title: 'A', artist: 'Björk', album: 'Post', albumArtist: 'Björk' }),
        draft({ title: 'B', artist: 'BJORK', album: 'post', albumArtist: 'Bjork' }, 'x/2.flac'),
      ],
      settings,
    )
    expect(batch.artists).toEqual([
      { id: expect.any(String), name: 'Björk', sortName: 'bjork', foldedName: 'bjork', musicbrainzId: null },
    ])
    expect(batch.albums).toEqual([{ id: expect.any(String), title: 'Post', sortTitle: 'post', albumArtist: 'Björk' }])
    expect(batch.entries.map(({ facts }) => facts.albumId)).toEqual([batch.albums[0]?.id, batch.albums[0]?.id])
    expect(batch.healed).toEqual([
      { rootId: 'music', path: 'Artist/Album/01 - Song.flac' },
      { rootId: 'music', path: 'x/2.flac' },
    ])
  })

  it('keep an unreadable file as a track named after it, with its error', () => {
    const { change } = draft({}, 'A/01 - Über.mp3')
    const batch = batchDrafts(
      [{ change, reading: undefined, sidecarLyrics: undefined, error, isTrack: true }],
      settings,
    )
    expect(batch.entries[0]?.facts).toMatchObject({
      title: '01 - Über',
      reader: null,
      quality: 0,
      tags: {},
      albumId: null,
    })
    expect(batch).toMatchObject({ errors: [error], healed: [], artists: [], albums: [] })
  })

  it('have no track for what holds no audio', () => {
    const { change } = draft({})
    const batch = batchDrafts(
      [{ change, reading: undefined, sidecarLyrics: undefined, error, isTrack: false }],
      settings,
    )
    expect(batch).toMatchObject({ entries: [], errors: [error], healed: [] })
  })
})

describe('the columns of a track', () => {
  it('are null where nothing says it', () => {
    const { path, title, sortTitle, qualityIssues, quality, tags, ...columns } = factsOf({}, undefined, {
      format: { container: 'mp3', codec: 'mp3', durationExact: false, lossless: false },
    })
    expect(title).toBe('01 - Song')
    expect(Object.values(columns).filter((value) => value === undefined)).toEqual([])
    expect(columns).toMatchObject({
      artist: null,
      album: null,
      albumId: null,
      durationMs: null,
      year: null,
      audioKey: null,
      artists: [],
      genres: [],
    })
  })

  it('hold whole numbers in range and dates that are dates', () => {
    const facts = factsOf({
      trackNumber: 0,
      trackTotal: 0,
      discNumber: 0,
      discTotal: 2 ** 40,
      date: '2003-00-00',
      originalDate: 'soon',
      bpm: Number.NaN,
    })
    expect(facts).toMatchObject({
      trackNumber: 0,
      trackTotal: null,
      discNumber: null,
      discTotal: null,
      date: '2003',
      originalDate: null,
      year: 2003,
      bpm: null,
      durationMs: 1235,
    })
    expect(facts.tags).not.toHaveProperty('bpm')
  })

  it('take the year of the first release when the release has none', () => {
    expect(factsOf({ originalDate: '1969-09-26' }).year).toBe(1969)
    expect(factsOf({ date: '2009', originalDate: '1969-09-26' }).year).toBe(2009)
  })

  it('sort by the tagged sort title, else the title', () => {
    expect(factsOf({ title: 'The Song 2' }).sortTitle).toBe('song 00000002, the')
    expect(factsOf({ title: 'X', titleSort: 'Song' }).sortTitle).toBe('song')
  })

  it('have the lyrics beside the file after those inside it', () => {
    const inside = { source: 'embedded', text: 'a' } as const
    const beside = { source: 'sidecar', text: 'b', lines: [{ timeMs: 0, text: 'b' }] } as const
    const batch = batchDrafts([{ ...draft({ lyrics: [inside] }), sidecarLyrics: beside }], settings)
    expect(batch.entries[0]?.facts).toMatchObject({
      hasLyrics: true,
      hasSyncedLyrics: true,
      tags: { lyrics: [inside, beside] },
    })
    expect(factsOf({ lyrics: [inside] })).toMatchObject({ hasLyrics: true, hasSyncedLyrics: false })
  })

  it('have distinct genres in tag order', () => {
    const genres = ['Rock; Pop', 'rock', 'R&B/Soul', 'Drum & Bass / Jungle', ' ']
    expect(factsOf({ genres }).genres).toEqual(['Rock', 'Pop', 'R&B/Soul', 'Drum & Bass', 'Jungle'])
  })

  it('are well-formed Unicode without NUL, whatever a reader says, and JSON gives them back', () => {
    const text = fc.string({ unit: 'binary', maxLength: 6 }).map((some) => `${some}\0\uD800`)
    const tags = fc.record({
      title: text,
      artist: text,
      artists: fc.array(text, { minLength: 1, maxLength: 2 }),
      album: text,
      genres: fc.array(text, { minLength: 1, maxLength: 2 }),
      comments: fc.array(text, { minLength: 1, maxLength: 2 }),
      rating: fc.double(),
      credits: fc.array(fc.record({ role: fc.constant('composer' as const), name: text }), {
        minLength: 1,
        maxLength: 2,
      }),
    })
    fc.assert(
      fc.property(tags, (some) => {
        const json = JSON.stringify(batchDrafts([draft(some)], settings))
        expect(json).not.toContain('\\u0000')
        expect(json).not.toMatch(/\\ud[89a-f]/)
        expect(JSON.parse(json).entries[0].facts.tags.title).toBe(factsOf(some).tags.title)
      }),
    )
  })

  it('leave the draft as it was', () => {
    const one = draft({ title: 'A\0', artists: ['B\0'] })
    const before = structuredClone(one)
    batchDrafts([one], settings)
    expect(one).toEqual(before)
  })
})

describe('the credits of a track', () => {
  it('stand in order: artists, album artists, then role by role', () => {
    const tags: TrackTags = {
      artist: 'A feat. B',
      albumArtist: 'A',
      credits: [
        { role: 'performer', name: 'P', detail: 'violin' },
        { role: 'composer', name: 'C; A' },
        { role: 'performer', name: 'P', detail: 'vocals' },
        { role: 'performer', name: 'Q' },
      ],
    }
    expect(credited(tags)).toEqual([
      ['artist', 0, 'A', null],
      ['artist', 1, 'B', null],
      ['albumartist', 0, 'A', null],
      ['composer', 0, 'C', null],
      ['composer', 1, 'A', null],
      ['performer', 0, 'P', 'violin, vocals'],
      ['performer', 1, 'Q', null],
    ])
  })

  it('prefer the multiple values of the tag to its text', () => {
    expect(credited({ artist: 'X & Y', artists: ['X', 'Y'] })).toEqual([
      ['artist', 0, 'X', null],
      ['artist', 1, 'Y', null],
    ])
  })

  it('are kept as one text too', () => {
    expect(factsOf({ artist: 'A feat. B' }).artist).toBe('A feat. B')
    expect(factsOf({ artists: ['A', 'B'] }).artist).toBe('A; B')
  })

  it('give an artist with an MBID an id that its spelling does not change', () => {
    const id = '164f0d73-1234-4e2c-8743-d77bf2191051'
    const [first, second] = ['Ye', 'Kanye West'].map(
      (artist) => factsOf({ artist, musicbrainz: { artistIds: [id] } }).artists[0],
    )
    expect(first?.artistId).toBe(second?.artistId)
    expect(first?.artistId).not.toBe(factsOf({ artist: 'Ye' }).artists[0]?.artistId)
  })

  it('take a sort name for one artist, not for several', () => {
    const seeds = (tags: TrackTags) => batchDrafts([draft(tags)], settings).artists.map((artist) => artist.sortName)
    expect(seeds({ artist: 'David Bowie', artistSort: 'Bowie, David' })).toEqual(['bowie, david'])
    expect(seeds({ artist: 'A feat. B', artistSort: 'A feat. B' })).toEqual(['a', 'b'])
  })
})

describe('what users of other scanners complain of', () => {
  const track = (n: number, tags: TrackTags, folder = 'Artist/Album') =>
    draft({ title: `T${n}`, trackNumber: n, album: 'Album', ...tags }, `${folder}/${n}.mp3`)

  it('a guest on one track does not split the album', () => {
    expect(albumIds(track(1, { artist: 'A' }), track(2, { artist: 'A feat. B' }))).toBe(1)
    expect(
      albumIds(track(1, { artist: 'A', albumArtist: 'A' }), track(2, { artist: 'A feat. B', albumArtist: 'A' })),
    ).toBe(1)
  })

  it('differing dates do not split the album', () => {
    expect(albumIds(track(1, { albumArtist: 'A', date: '2003' }), track(2, { albumArtist: 'A', date: '2004' }))).toBe(1)
  })

  it('disc folders do not split the album', () => {
    expect(albumIds(track(1, {}, 'A/Album/CD1'), track(1, {}, 'A/Album/CD2'))).toBe(1)
  })

  it('a compilation without album artist is one album of Various Artists, in one folder or several', () => {
    const drafts = [
      track(1, { artist: 'A', compilation: true }, 'x'),
      track(2, { artist: 'B', compilation: true }, 'y'),
    ]
    const { albums, artists } = batchDrafts(drafts, settings)
    expect(albums).toMatchObject([{ albumArtist: 'Various Artists' }])
    expect(artists.map((artist) => artist.name)).toContain('Various Artists')
    expect(albumIds(...drafts, track(3, { artist: 'C', albumArtist: 'Various Artists' }, 'z'))).toBe(1)
  })

  it('two albums of one title by different artists stay two', () => {
    expect(albumIds(track(1, { albumArtist: 'A' }), track(1, { albumArtist: 'B' }))).toBe(2)
    expect(albumIds(track(1, { artist: 'A' }, 'A/Hits'), track(1, { artist: 'B' }, 'B/Hits'))).toBe(2)
  })

  it('a standard and a deluxe edition stay two', () => {
    expect(albumIds(track(1, { albumArtist: 'A' }), track(1, { albumArtist: 'A', edition: 'Deluxe Edition' }))).toBe(2)
  })

  it('an album artist in several values is the same as in one text', () => {
    expect(albumIds(track(1, { albumArtists: ['A', 'B'] }), track(2, { albumArtist: 'A; B' }))).toBe(1)
  })

  it('AC/DC stays one artist, from a file that lists it as multiple values too', () => {
    expect(credited({ artists: ['AC/DC'] })).toEqual([['artist', 0, 'AC/DC', null]])
  })
})

describe('settings', () => {
  it('are data that a thread can be given', () => {
    expect(structuredClone(settings)).toEqual(settings)
  })

  it('of a host hold, and the others stay as they were', () => {
    const own = batchSettings({ artistSeparators: [' & '], albumsAcrossRoots: false, articles: undefined })
    expect(own).toMatchObject({ artistSeparators: [' & '], articles: ['the', 'a', 'an'] })
    const names = batchDrafts([draft({ artist: 'A & B feat. C' })], own).artists.map((artist) => artist.name)
    expect(names).toEqual(['A', 'B feat. C'])
    expect(
      batchDrafts([draft({ title: 'Die Zeit' })], batchSettings({ articles: ['die'] })).entries[0]?.facts.sortTitle,
    ).toBe('zeit, die')
  })

  it('of an album rule decide what an album is', () => {
    const byGroup = batchSettings({ albumRule: [['musicbrainzReleaseGroupId'], ['folder']] })
    const drafts = ['r1', 'r2'].map((releaseId) =>
      draft({ album: 'A', musicbrainz: { releaseId, releaseGroupId: 'g' } }),
    )
    expect(batchDrafts(drafts, byGroup).albums).toHaveLength(1)
    expect(batchDrafts(drafts, settings).albums).toHaveLength(2)
  })
})
