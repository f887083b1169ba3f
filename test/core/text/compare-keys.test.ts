import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareKeys } from '../../../src/core/text/compare-keys.ts'

const wellFormed = fc.string({ unit: 'binary' })

describe('compareKeys', () => {
  it('orders strings by the bytes of their UTF-8 forms', () => {
    fc.assert(
      fc.property(wellFormed, wellFormed, (a, b) => {
        expect(Math.sign(compareKeys(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)))
      }),
    )
  })

  it('puts astral characters after private use ones, unlike JavaScript', () => {
    expect('\u{1F3B5}' < '\uFF21').toBe(true)
    expect(compareKeys('a\u{1F3B5}', 'a\uFF21')).toBeGreaterThan(0)
  })

  it('puts a prefix first', () => {
    expect(compareKeys('a', 'ab')).toBeLessThan(0)
    expect(compareKeys('', '')).toBe(0)
  })
})
