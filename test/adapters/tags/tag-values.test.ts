import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  cleanText,
  dateFromYear,
  parseCount,
  parseDate,
  parseDecimal,
  parseFlag,
  parseIds,
  parsePosition,
} from '../../../src/adapters/tags/tag-values.ts'

describe('values of tags', () => {
  it.each([
    ['2001', '2001'],
    ['2001-05', '2001-05'],
    ['2001-05-03', '2001-05-03'],
    ['2001-05-03T12:30:00Z', '2001-05-03'],
    ['2001-05-03 12:30', '2001-05-03'],
    ['2001/05/03', '2001-05-03'],
    ['20010503', '2001-05-03'],
    ['2001-13-03', '2001'],
    ['2001-12-40', '2001-12'],
    ['3 May 1987', '1987'],
    ['03/05/1987', '1987'],
    ['0000', undefined],
    ['99', undefined],
    ['unknown', undefined],
    ['19999', undefined],
  ])('reads the date %s as %s', (text, date) => {
    expect(parseDate(text)).toBe(date)
  })

  it('makes valid dates or none of any text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[0-9\-/.T: ]{0,20}$/)), (text) => {
        expect(parseDate(text) ?? '2000').toMatch(/^(?!0000)\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/)
      }),
    )
  })

  it('joins a year with day and month only when they make a date', () => {
    expect(dateFromYear('1999', '3112')).toBe('1999-12-31')
    expect(dateFromYear('1999', '0000')).toBe('1999')
    expect(dateFromYear('1999', undefined)).toBe('1999')
    expect(dateFromYear('soon', '3112')).toBeUndefined()
  })

  it('reads numbers and positions within 31 bits', () => {
    expect(parseCount('03')).toBe(3)
    expect(parseCount('0')).toBeUndefined()
    expect(parseCount('-3')).toBeUndefined()
    expect(parseCount('99999999999')).toBeUndefined()
    expect(parsePosition('3/12')).toEqual({ number: 3, total: 12 })
    expect(parsePosition('/12')).toEqual({ number: undefined, total: 12 })
    expect(parsePosition('3/x')).toEqual({ number: 3, total: undefined })
  })

  it.each([
    ['-6.20 dB', -6.2],
    ['−6.2 dB', -6.2],
    ['+1,5', 1.5],
    ['0.987', 0.987],
    ['loud', undefined],
    ['NaN', undefined],
  ])('reads the decimal %s', (text, number) => {
    expect(parseDecimal(text)).toBe(number)
  })

  it('reads flags', () => {
    expect(['1', 'TRUE', '0', 'no', '2'].map(parseFlag)).toEqual([true, true, false, false, undefined])
  })

  it('takes joined identifiers apart, and leaves what is none', () => {
    const [a, b] = ['F1B2C3D4-0000-4000-8000-1234567890AB', 'a1b2c3d4-0000-4000-8000-1234567890ab']
    expect(parseIds(`${a}/${b}`)).toEqual([a?.toLowerCase(), b])
    expect(parseIds('short')).toEqual(['short'])
    expect(parseIds('x'.repeat(50))).toEqual(['x'.repeat(50)])
  })

  it('cleans text of NUL and outer space', () => {
    expect(cleanText(' a\0b\0 ')).toBe('a b')
  })
})
