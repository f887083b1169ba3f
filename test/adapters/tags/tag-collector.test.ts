import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TagCollector } from '../../../src/adapters/tags/tag-collector.ts'
import { type TagField, tagMap } from '../../../src/adapters/tags/tag-map.ts'

function collect(...pairs: [TagField, string][]) {
  const tags = new TagCollector()
  for (const [field, value] of pairs) tags.add(field, value)
  return tags.finish()
}

describe('the tag collector', () => {
  it('leaves out what was not tagged', () => {
    expect(new TagCollector().finish()).toEqual({})
    expect(
      collect(
        ['title', ' '],
        ['genre', '\0'],
        ['trackNumber', 'x'],
        ['compilation', '?'],
        ['date', 'soon'],
        ['isrc', ' ; '],
      ),
    ).toEqual({})
  })

  it('takes a field from the kind of tag that is trusted most, whatever the order', () => {
    const tags = new TagCollector()
    tags.from('id3v1')
    tags.add('title', 'v1')
    tags.add('album', 'v1')
    tags.add('genre', 'v1')
    tags.from('ape')
    tags.add('title', 'ape')
    tags.add('genre', 'ape')
    tags.from('id3v2')
    tags.add('title', 'v2')
    tags.add('album', 'v2')
    tags.add('genre', 'v2')
    expect(tags.finish()).toEqual({ title: 'ape', album: 'v2', genres: ['ape'] })
  })

  it('takes the last of several values where there is one, and each once where there are many', () => {
    expect(collect(['title', 'A'], ['title', 'B'], ['label', 'X'], ['label', 'Y'], ['label', 'X'])).toEqual({
      title: 'B',
      labels: ['X', 'Y'],
    })
  })

  it('makes one credit of several artists', () => {
    expect(collect(['artists', 'A'], ['artists', 'B'], ['artists', 'C'])).toEqual({
      artist: 'A, B & C',
      artists: ['A', 'B', 'C'],
    })
    expect(collect(['artists', 'A'], ['artists', 'B'], ['artist', 'A feat. B'])).toEqual({
      artist: 'A feat. B',
      artists: ['A', 'B'],
    })
    expect(collect(['albumArtist', 'A'], ['albumArtist', 'B'])).toEqual({ albumArtist: 'A', albumArtists: ['A', 'B'] })
  })

  it('prefers the date, then the year, then the release date', () => {
    expect(collect(['releaseDate', '2003-03-03'], ['year', '2002'], ['date', '2001-01-01']).date).toBe('2001-01-01')
    expect(collect(['releaseDate', '2003-03-03'], ['year', '2002'], ['dayMonth', '0102']).date).toBe('2002-02-01')
    expect(collect(['releaseDate', '2003-03-03']).date).toBe('2003-03-03')
    expect(collect(['originalYear', '1970'], ['originalDate', '1970-02-03']).originalDate).toBe('1970-02-03')
  })

  it('takes flattened ISRCs apart', () => {
    expect(collect(['isrc', 'USABC0400001 / USABC0400002; USABC0400001']).isrcs).toEqual([
      'USABC0400001',
      'USABC0400002',
    ])
  })

  it('drops gains that cannot be', () => {
    expect(collect(['trackGain', '900 dB'], ['r128TrackGain', '40000']).replayGain).toBeUndefined()
  })

  it('keeps to its promises for any values', () => {
    const fields = Object.keys(tagMap) as TagField[]
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(...fields), fc.string({ unit: 'grapheme', maxLength: 30 }))),
        (pairs) => {
          const seen = (value: unknown): void => {
            if (typeof value === 'string') {
              expect(value).not.toContain('\0')
              expect(value.trim()).toBe(value)
            } else if (typeof value === 'number') expect(Number.isFinite(value)).toBe(true)
            else if (Array.isArray(value)) {
              expect(value.length).toBeGreaterThan(0)
              for (const item of value) seen(item)
            } else if (typeof value === 'object' && value !== null) for (const item of Object.values(value)) seen(item)
            else expect(value).toBeTypeOf('boolean')
          }
          seen(collect(...pairs))
        },
      ),
    )
  })
})
