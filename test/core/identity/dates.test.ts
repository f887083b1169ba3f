import { describe, expect, it } from 'vitest'
import { plainDate, yearOf } from '../../../src/core/identity/dates.ts'

describe('dates', () => {
  it.each([
    ['2003', '2003', 2003],
    ['2003-04', '2003-04', 2003],
    ['2003-04-31', '2003-04-31', 2003],
    ['2003-04-05T01:02', '2003-04-05', 2003],
    ['2003-00-00', '2003', 2003],
    ['2003-13', '2003', 2003],
    ['0000', null, null],
    ['May 2003', null, null],
    ['', null, null],
  ])('%s is %s of %s', (text, date, year) => {
    expect(plainDate(text)).toBe(date)
    expect(yearOf(text)).toBe(year)
  })
})
