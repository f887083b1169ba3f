import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { summariseAlbum } from '../../../src/core/identity/summarise-album.ts'
import type { AlbumMember } from '../../../src/core/model/album.ts'

const by = (...names: string[]) =>
  names.map((name, position) => ({ artistId: name.toLowerCase(), position, creditedAs: name }))
const member = (trackNumber: number, some: Partial<AlbumMember> = {}): AlbumMember => ({
  trackId: `t${trackNumber}`,
  rootId: 'music',
  path: `Album/${trackNumber}.mp3`,
  discNumber: 1,
  trackNumber,
  album: 'Album',
  albumArtist: null,
  date: null,
  originalDate: null,
  year: null,
  compilation: false,
  durationMs: 1000,
  musicbrainzReleaseId: null,
  musicbrainzReleaseGroupId: null,
  albumSort: null,
  artists: [],
  missing: false,
  ...some,
})

describe('what the tracks of an album say', () => {
  it('is what most of them say; silence is no vote', () => {
    const summary = summariseAlbum('id', [
      member(1, { album: 'ALBUM', date: '2003' }),
      member(2, { compilation: true }),
      member(3, { compilation: true }),
    ])
    expect(summary).toMatchObject({
      id: 'id',
      title: 'Album',
      sortTitle: 'album',
      date: '2003',
      year: 2003,
      compilation: true,
    })
  })

  it('is, among equals, what the first track by disc, track, root and path says', () => {
    const summary = summariseAlbum('id', [
      member(1, { discNumber: 2, album: 'C' }),
      member(10, { album: 'B' }),
      member(9, { album: 'A', albumSort: 'The Sort' }),
    ])
    expect(summary).toMatchObject({ title: 'A', sortTitle: 'sort, the', discCount: 2, trackCount: 3, durationMs: 3000 })
  })

  it('has the album artist of most tracks, and his credit', () => {
    const summary = summariseAlbum('id', [
      member(1, { albumArtist: 'X', artists: by('X') }),
      member(2, { albumArtist: 'Y feat. Z', artists: by('Y', 'Z') }),
      member(3, { albumArtist: 'Y feat. Z', artists: by('Y', 'Z') }),
    ])
    expect(summary.albumArtist).toBe('Y feat. Z')
    expect(summary.artists).toEqual(by('Y', 'Z'))
  })

  it('has, without an album artist, the artists of more than half of the tracks', () => {
    const guests = summariseAlbum('id', [member(1, { artists: by('X') }), member(2, { artists: by('X', 'Guest') })])
    expect(guests.artists).toEqual(by('X'))
    expect(guests.albumArtist).toBe('X')
    const mixed = summariseAlbum('id', [member(1, { artists: by('X') }), member(2, { artists: by('Y') })])
    expect(mixed.artists).toEqual([])
    expect(mixed.albumArtist).toBeNull()
  })

  it('counts missing tracks only while no other is there', () => {
    const gone = [member(1, { missing: true, album: 'Old' }), member(2, { missing: true, album: 'Old' })]
    expect(summariseAlbum('id', [...gone, member(3, { album: 'New' })])).toMatchObject({ title: 'New', trackCount: 1 })
    expect(summariseAlbum('id', gone)).toMatchObject({ title: 'Old', trackCount: 2 })
  })

  it('does not depend on the order of the tracks', () => {
    const name = fc.option(fc.constantFrom('A', 'B', 'C'))
    const members = fc.uniqueArray(
      fc.record({
        trackNumber: fc.option(fc.nat(3)),
        path: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
        albumArtist: name,
        album: name,
        date: fc.option(fc.constantFrom('2001', '2002-03')),
        artists: fc.subarray(['X', 'Y', 'Z']).map((names) => by(...names)),
        missing: fc.boolean(),
        trackId: fc.uuid(),
      }),
      { selector: ({ trackId }) => trackId, minLength: 1, maxLength: 8 },
    )
    fc.assert(
      fc.property(
        members.map((list) => list.map((some) => member(1, some))),
        (list) => {
          const expected = summariseAlbum('id', list)
          expect(summariseAlbum('id', list.toReversed())).toEqual(expected)
          expect(summariseAlbum('id', [...list.slice(1), ...list.slice(0, 1)])).toEqual(expected)
        },
      ),
    )
  })
})
