import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeCursor, encodeCursor } from '../../../src/core/text/cursor.ts'

const shape = ['string', 'number'] as const

describe('cursor', () => {
  it('reads back what it wrote', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        (text, number) => {
          expect(decodeCursor('x', shape, encodeCursor('x', [text, number]))).toEqual([text, number === 0 ? 0 : number])
        },
      ),
    )
  })

  it('is null when absent', () => {
    expect(decodeCursor('x', shape, undefined)).toBeNull()
  })

  it.each([
    ['damaged', '%%%'],
    ['damaged', ''],
    ['damaged', encodeCursor('x', ['a'])],
    ['damaged', encodeCursor('x', ['a', 'b'])],
    ['belongs to another listing', encodeCursor('y', ['a', 1])],
  ])('refuses one that is %s with a sentence', (why, cursor) => {
    expect(() => decodeCursor('x', shape, cursor)).toThrow(
      expect.objectContaining({ code: 'USAGE', message: expect.stringContaining(why) }),
    )
  })
})
