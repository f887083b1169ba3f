import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareKeys } from '../../../src/core/text/compare-keys.ts'
import { sortKey } from '../../../src/core/text/sort-key.ts'

describe('sortKey', () => {
  it.each([
    ['The Beatles', 'beatles, the'],
    ['A Tribe Called Quest', 'tribe called quest, a'],
    ['A', 'a'],
    ['A-ha', 'a-ha'],
    ['The The', 'the, the'],
    ['…And Justice for All', 'and justice for all'],
    ['!!!', '!!!'],
    ['Ágætis byrjun', 'agaetis byrjun'],
    ['The "Heroes"', 'heroes", the'],
  ])('makes of %j the key %j', (text, key) => {
    expect(sortKey(text)).toBe(key)
  })

  it('sorts numbers by value', () => {
    const titles = ['Symphony No. 10', 'Symphony No. 2', 'Symphony No. 02b', 'Symphony No. 1']
    expect(titles.sort((a, b) => compareKeys(sortKey(a), sortKey(b)))).toEqual([
      'Symphony No. 1',
      'Symphony No. 2',
      'Symphony No. 02b',
      'Symphony No. 10',
    ])
  })

  it('moves the articles it is told', () => {
    expect(sortKey('Les Négresses Vertes', { articles: ['les'] })).toBe('negresses vertes, les')
    expect(sortKey('The Who', { articles: [] })).toBe('the who')
  })

  it('makes of a key the same key', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom('the ', 'a ', 'an ', 'x', '1', '0', '"', ', ') }),
    )
    fc.assert(
      fc.property(texts, (text) => {
        expect(sortKey(sortKey(text))).toBe(sortKey(text))
      }),
    )
  })
})
