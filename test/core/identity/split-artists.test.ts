import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keptNames } from '../../../src/core/identity/kept-names.ts'
import { artistSplitter, defaultArtistSeparators, splitArtists } from '../../../src/core/identity/split-artists.ts'

const rules = { artistSeparators: defaultArtistSeparators, keepTogether: [] }
const split = artistSplitter(rules)
const names = (values: readonly string[], ids: readonly string[] = []) =>
  splitArtists(values, ids, split).map(({ name, musicbrainzId }) =>
    musicbrainzId === null ? name : [name, musicbrainzId],
  )

describe('splitting a credit', () => {
  it.each([
    ['Daft Punk feat. Pharrell Williams', ['Daft Punk', 'Pharrell Williams']],
    ['Daft Punk Feat Pharrell Williams', ['Daft Punk', 'Pharrell Williams']],
    ['Daft Punk FT. Pharrell Williams', ['Daft Punk', 'Pharrell Williams']],
    ['Daft Punk featuring Pharrell Williams', ['Daft Punk', 'Pharrell Williams']],
    ['Daft Punk (feat. Pharrell Williams)', ['Daft Punk', 'Pharrell Williams']],
    ['Daft Punk [ft. Pharrell Williams]', ['Daft Punk', 'Pharrell Williams']],
    ['A feat. B (UK)', ['A', 'B (UK)']],
    ['(feat ) A', ['A']],
    ['A (feat. B (UK))', ['A', 'B (UK)']],
    ['A (ft. B) [C Remix]', ['A', 'B [C Remix]']],
    ['M&M;R&B', ['M&M', 'R&B']],
    ['Björk; Dirty Projectors', ['Björk', 'Dirty Projectors']],
    ['Björk;Dirty Projectors', ['Björk', 'Dirty Projectors']],
    ['Björk / Dirty Projectors', ['Björk', 'Dirty Projectors']],
    ['A feat. B; C', ['A', 'B', 'C']],
    ['椎名林檎 / 斎藤ネコ', ['椎名林檎', '斎藤ネコ']],
  ])('cuts %s', (credit, expected) => {
    expect(split(credit)).toEqual(expected)
  })

  it.each([
    'AC/DC',
    'Tyler, The Creator',
    'Earth, Wind & Fire',
    'Crosby, Stills, Nash & Young',
    'Simon & Garfunkel',
    'Simon &amp; Garfunkel',
    'Emerson, Lake & Palmer',
    'Lennon/McCartney',
    'Nick Cave & The Bad Seeds',
    'Little Feat',
    'Feather',
    'Soft Machine',
    'Kraft und Feature',
    'A Perfect Circle',
    ';)',
  ])('leaves %s', (credit) => {
    expect(split(credit)).toHaveLength(1)
  })

  it('leaves names alone that a host asks to keep, in any letter case, inside a longer credit too', () => {
    const kept = artistSplitter({ ...rules, keepTogether: ['Zwei / Eins'] })
    expect(kept('zwei / eins feat. Drei')).toEqual(['zwei / eins', 'Drei'])
  })

  it('keeps every built-in name even under the separators that would cut it', () => {
    const greedy = artistSplitter({ artistSeparators: ['/', ',', '&', '+', ' and ', '-'], keepTogether: [] })
    for (const name of keptNames) expect(greedy(name)).toEqual([name])
    expect(greedy('AC/DC & Tyler, The Creator/Guest')).toEqual(['AC/DC', 'Tyler, The Creator', 'Guest'])
    expect(greedy('ZAC/DCX')).toEqual(['ZAC', 'DCX'])
  })

  it('takes separators literally', () => {
    const odd = artistSplitter({ artistSeparators: ['.', '(', ' x ', '\\d', '-', '|'], keepTogether: [] })
    expect(odd('A.B(C x D|E1-F')).toEqual(['A', 'B', 'C', 'D', 'E1', 'F'])
  })

  it('takes no longer for a text made to be slow', () => {
    const started = performance.now()
    for (const text of [' ', '(', ' (', ' feat', '&', ';']) split(`A${text.repeat(50_000)}; B`)
    expect(performance.now() - started).toBeLessThan(2000)
  })

  it('does nothing without separators', () => {
    expect(artistSplitter({ artistSeparators: [], keepTogether: [] })('A; B')).toEqual(['A; B'])
  })

  it('loses nothing but separators, brackets around guests, and spaces', () => {
    const part = fc.constantFrom(
      'A',
      'Bé',
      ' ',
      'feat',
      'ft.',
      ';',
      ' / ',
      ' feat. ',
      '(',
      ')',
      'AC/DC',
      ',',
      '&',
      '東',
    )
    const credits = fc.array(part, { maxLength: 12 }).map((parts) => parts.join(''))
    const separatorsOnly = /^(?:[.;/]|feat|ft)*$/
    const bare = (text: string) => text.replace(/[\s()]/g, '')
    fc.assert(
      fc.property(credits, (credit) => {
        const whole = bare(credit)
        let end = 0
        for (const name of split(credit)) {
          expect(name).toBe(name.trim())
          const at = whole.indexOf(bare(name), end)
          expect(at).toBeGreaterThanOrEqual(end)
          expect(whole.slice(end, at)).toMatch(separatorsOnly)
          end = at + bare(name).length
        }
        expect(whole.slice(end)).toMatch(separatorsOnly)
        expect(split(credit).length === 0).toBe(credit.trim() === '')
      }),
      { numRuns: 2000 },
    )
  })
})

describe('pairing artists with MBIDs', () => {
  it('goes by position when there are as many names', () => {
    expect(names(['A', 'B'], ['1', '2'])).toEqual([
      ['A', '1'],
      ['B', '2'],
    ])
    expect(names(['A feat. B'], ['1', '2'])).toEqual([
      ['A', '1'],
      ['B', '2'],
    ])
  })

  it('believes MusicBrainz that a value with one id is one artist', () => {
    expect(names(['Dan Le Sac / Scroobius Pip'], ['1'])).toEqual([['Dan Le Sac / Scroobius Pip', '1']])
  })

  it('pairs nothing when ids are missing', () => {
    expect(names(['A feat. B'], ['1'])).toEqual(['A', 'B'])
    expect(names(['A', 'B', 'C'], ['1', '2'])).toEqual(['A', 'B', 'C'])
    expect(names([], ['1'])).toEqual([])
  })
})
