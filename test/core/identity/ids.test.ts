import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { albumId } from '../../../src/core/identity/album-id.ts'
import { artistId } from '../../../src/core/identity/artist-id.ts'
import { trackId } from '../../../src/core/identity/track-id.ts'

const text = fc.string({ unit: 'binary', maxLength: 12 })
const traits = fc.tuple(text, text, fc.option(text), fc.nat(3))

describe('ids', () => {
  it('stay what they are: stored libraries hold them', () => {
    expect(trackId('music', 'A/1.flac', 'flac.1:00', 0)).toBe('10148b1797e105fa3e704ea54530688e')
    expect(artistId(null, 'bjork')).toBe('7e9e45472914fff3c194f42a580cadf2')
    expect(albumId('key')).toBe('c3a6bad06178715dec1262d2ab96122a')
  })

  it('are equal for equal tracks only', () => {
    fc.assert(
      fc.property(traits, traits, (a, b) => {
        expect(trackId(...a) === trackId(...b)).toBe(JSON.stringify(a) === JSON.stringify(b))
      }),
    )
  })

  it('keep parts apart wherever a path could be cut', () => {
    expect(trackId('a', 'b/c', null, 0)).not.toBe(trackId('a/b', 'c', null, 0))
    expect(trackId('a', 'b', '', 0)).not.toBe(trackId('a', 'b', null, 0))
    expect(trackId('a', 'b', null, 0)).not.toBe(trackId('a', 'b', null, 1))
  })

  it('are of the MBID, in any letter case, and never of a name that looks like one', () => {
    const mbid = 'B071F9FA-14B0-4217-8E97-EB41DA73F598'
    expect(artistId(mbid, 'the rolling stones')).toBe(artistId(mbid.toLowerCase(), 'rolling stones'))
    expect(artistId(mbid, '')).not.toBe(artistId(null, mbid.toLowerCase()))
  })

  it('are 32 hexadecimal digits', () => {
    fc.assert(fc.property(traits, (a) => /^[0-9a-f]{32}$/.test(trackId(...a))))
  })
})
