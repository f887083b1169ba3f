import { describe, expect, it } from 'vitest'
import { isReplacement } from '../../../src/core/identity/is-replacement.ts'

const song = {
  rootId: 'music',
  path: 'Artist/Album/01 - Song.mp3',
  title: 'Song',
  artist: 'Artist',
  musicbrainzRecordingId: null,
}
const flac = { ...song, path: 'Artist/Album/01 - Song.flac' }

describe('a replacement', () => {
  it('is the same song as a better file, or the same file made anew', () => {
    expect(isReplacement(flac, song)).toBe(true)
    expect(isReplacement(song, song)).toBe(true)
  })

  it('is another spelling of the same song', () => {
    expect(isReplacement({ ...flac, title: 'SONG', artist: 'Ártist' }, song)).toBe(true)
  })

  it('is what says nothing to the contrary', () => {
    expect(isReplacement({ ...flac, title: '01 - Song', artist: null }, song)).toBe(true)
    expect(isReplacement(flac, { ...song, title: '01 - Song', artist: null })).toBe(true)
  })

  it('is the same recording under another title', () => {
    const id = { musicbrainzRecordingId: 'a' }
    expect(isReplacement({ ...flac, ...id, title: 'Song (2011 remaster)' }, { ...song, ...id })).toBe(true)
  })

  it.each([
    ['another title', { title: 'Other' }, {}],
    ['another artist', { artist: 'Other' }, {}],
    ['another recording', { musicbrainzRecordingId: 'a' }, { musicbrainzRecordingId: 'b' }],
    ['another folder', { path: 'Artist/Other/01 - Song.flac' }, {}],
    ['another stem', { path: 'Artist/Album/02 - Song.flac' }, {}],
    ['a stem in another case', { path: 'Artist/Album/01 - song.flac' }, {}],
    ['another root', { rootId: 'other' }, {}],
  ])('is not %s', (_, arrival, candidate) => {
    expect(isReplacement({ ...flac, ...arrival }, { ...song, ...candidate })).toBe(false)
  })
})
