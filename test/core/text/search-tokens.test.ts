import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { searchTokens } from '../../../src/core/text/search-tokens.ts'

describe('searchTokens', () => {
  it.each([
    ['Don’t Stop Me Now (Remastered 2011)', ['dont', 'stop', 'me', 'now', 'remastered', '2011']],
    ['AC/DC', ['ac', 'dc']],
    ['Sigur Rós – Ágætis', ['sigur', 'ros', 'agaetis']],
    ['love me love', ['me', 'love']],
    ['音楽', ['音', '楽', '音楽']],
    ['X JAPAN 紅', ['x', 'japan', '紅']],
    ['スーパー', ['ス', 'パ', 'ー', 'スー', 'ーパ', 'パー']],
    ['!!!', ['u21u21u21']],
    ['⺀音', ['音']],
    ['⺀', ['u2e80']],
    ['', []],
    [' ', []],
  ])('cuts %j into %j', (text, tokens) => {
    expect(searchTokens(text)).toEqual(tokens)
  })

  it('makes tokens that no tokenizer splits at ASCII characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        for (const token of searchTokens(text)) expect(token).toMatch(/^(?:[a-z0-9]|(?!\p{ASCII})[\p{L}\p{N}\p{M}])+$/u)
      }),
    )
  })

  it('lets any two neighbouring characters find a text written without spaces', () => {
    const kana = fc.array(fc.constantFrom(...'音楽東京スパ한국어'), { minLength: 2, maxLength: 12 })
    fc.assert(
      fc.property(kana, fc.nat(), (characters, from) => {
        const at = from % (characters.length - 1)
        const held = new Set(searchTokens(characters.join('')))
        for (const token of searchTokens(characters.slice(at, at + 2).join(''))) expect(held).toContain(token)
      }),
    )
  })

  it('makes of its own tokens the same tokens', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', 'é', '1', ' ', "'", '-', 'ø', 'ß') }), (text) => {
        const tokens = searchTokens(text)
        if (tokens.length > 0) expect(searchTokens(tokens.join(' '))).toEqual(tokens)
      }),
    )
  })
})
