import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { foldLetters } from '../../../src/core/text/fold-letters.ts'
import { foldName } from '../../../src/core/text/fold-name.ts'

describe('foldName', () => {
  it.each([
    ['BJÖRK', 'björk'],
    ['Motörhead', 'Motorhead'],
    ['ＡＢＢＡ', 'abba'],
    ['Guns N’ Roses', "guns n' roses"],
    ['a‐ha', 'A-ha'],
    ['Straße', 'STRASSE'],
    ['ΟΔΟΣ', 'Οδος'],
    ['İstanbul', 'istanbul'],
    ['  The \t Who ', 'the who'],
    ['ｶﾞ', 'ガ'],
    ['Bjo\u0308rk', 'Björk'],
  ])('takes %j and %j for one name', (a, b) => {
    expect(foldName(a)).toBe(foldName(b))
  })

  it.each([
    ['が', 'か'],
    ['MØ', 'MO'],
    ['한', '하'],
    ['कि', 'क'],
    ['AC/DC', 'ACDC'],
  ])('keeps %j and %j apart', (a, b) => {
    expect(foldName(a)).not.toBe(foldName(b))
  })

  it('never folds a name to nothing', () => {
    expect(foldName('\u0301')).toBe('\u0301')
  })

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(foldName(foldName(text))).toBe(foldName(text))
      }),
    )
  })
})

describe('foldLetters', () => {
  it('spells letters that have no decomposition', () => {
    expect(foldLetters('Mø & Æther, Łódź')).toBe('mo & aether, lodz')
  })
})
