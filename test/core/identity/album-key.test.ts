import { describe, expect, it } from 'vitest'
import { type AlbumTraits, albumFolder, albumKey, defaultAlbumRule } from '../../../src/core/identity/album-key.ts'

const traits = (some: Partial<AlbumTraits> = {}): AlbumTraits => ({
  rootId: 'music',
  path: 'Artist/Album/01.flac',
  album: 'Album',
  albumArtists: [],
  musicbrainzReleaseId: undefined,
  musicbrainzReleaseGroupId: undefined,
  edition: undefined,
  date: undefined,
  originalDate: undefined,
  barcode: undefined,
  catalogNumber: undefined,
  media: undefined,
  ...some,
})
const key = (some: Partial<AlbumTraits>) => albumKey(traits(some), defaultAlbumRule, true)

describe('the grouping key of albums', () => {
  it('splits no album over spelling, dates or folders of its tracks', () => {
    const base = key({ albumArtists: ['Björk'], album: 'Post' })
    expect(key({ albumArtists: ['bjork'], album: 'POST', path: 'x/y.mp3', date: '1995' })).toBe(base)
    expect(key({ albumArtists: ['Björk'], album: 'Post ', rootId: 'other' })).toBe(base)
  })

  it('keeps editions, releases and album artists apart', () => {
    const base = { albumArtists: ['Queen'], album: 'Greatest Hits' }
    expect(key({ ...base, edition: 'Deluxe' })).not.toBe(key(base))
    expect(key({ ...base, albumArtists: ['ABBA'] })).not.toBe(key(base))
    expect(key({ ...base, musicbrainzReleaseId: 'a' })).not.toBe(key({ ...base, musicbrainzReleaseId: 'b' }))
    expect(key({ ...base, musicbrainzReleaseId: 'a' })).toBe(key({ musicbrainzReleaseId: 'a', album: 'Other title' }))
  })

  it('groups by folder what has no album artist, discs together', () => {
    const first = key({ path: 'Hits/CD1/01.mp3' })
    expect(key({ path: 'Hits/CD2/01.mp3' })).toBe(first)
    expect(key({ path: 'Other/CD1/01.mp3' })).not.toBe(first)
  })

  it('gives no key to a track without an album, or one that no alternative fits', () => {
    expect(key({ album: undefined, musicbrainzReleaseId: 'a' })).toBeNull()
    expect(key({ album: ' ' })).toBeNull()
    expect(albumKey(traits(), [['musicbrainzReleaseId']], true)).toBeNull()
  })

  it('keeps roots apart when asked to', () => {
    expect(albumKey(traits(), defaultAlbumRule, false)).not.toBe(
      albumKey(traits({ rootId: 'b' }), defaultAlbumRule, false),
    )
  })

  it('follows the rule of the host: the folder is the album', () => {
    const byFolder = (some: Partial<AlbumTraits>) => albumKey(traits(some), [['folder']], true)
    expect(byFolder({ album: 'A', albumArtists: ['X'] })).toBe(byFolder({ album: 'B' }))
  })

  it('never mixes alternatives', () => {
    expect(key({ albumArtists: ['Artist/Album'], album: 'x' })).not.toBe(
      key({ path: 'Artist/Album/1.mp3', album: 'x' }),
    )
  })
})

describe('the folder of an album', () => {
  it.each([
    ['Hits/CD1/01.mp3', 'Hits'],
    ['Hits/CD 01/01.mp3', 'Hits'],
    ['Hits/Disc 2/01.mp3', 'Hits'],
    ['Hits/disk-3/01.mp3', 'Hits'],
    ['Hits/[Disc 1]/01.mp3', 'Hits'],
    ['Hits/Disc 2 - Live/01.mp3', 'Hits'],
    ['Hits/Disc Two/01.mp3', 'Hits'],
    ['Q/Hits (Disc 1)/01.mp3', 'Q/Hits'],
    ['Q/Hits CD2/01.mp3', 'Q/Hits'],
    ['CD1/01.mp3', ''],
    ['Hits (Disc 1)/01.mp3', 'Hits'],
    ['01.mp3', ''],
    ['Discovery/01.mp3', 'Discovery'],
    ['ABCD1/01.mp3', 'ABCD1'],
    ['Disc/01.mp3', 'Disc'],
    ['Q/Disco Inferno/01.mp3', 'Q/Disco Inferno'],
    ['Q/CD-ROM/01.mp3', 'Q/CD-ROM'],
    ['Q/Volume 2/01.mp3', 'Q/Volume 2'],
  ])('of %s is "%s"', (path, folder) => {
    expect(albumFolder(path)).toBe(folder)
  })

  it('is found in a name of any length at once', () => {
    const started = performance.now()
    albumFolder(`${'cd_._ '.repeat(5000)}/1.mp3`)
    albumFolder(`${' '.repeat(30_000)}x/1.mp3`)
    expect(performance.now() - started).toBeLessThan(1000)
  })
})
