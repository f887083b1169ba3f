import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareKeys } from '../../../src/core/text/compare-keys.ts'
import { tieKey } from '../../../src/core/text/tie-key.ts'

const number = fc.option(fc.integer({ min: 0, max: 120 }))
const place = fc.tuple(number, number, fc.constantFrom('a', 'ab', 'b'), fc.constantFrom('x', 'xy', 'y/z'))

describe('tieKey', () => {
  it('sorts by disc, track, root and path', () => {
    fc.assert(
      fc.property(place, place, (a, b) => {
        const byParts =
          (a[0] ?? 0) - (b[0] ?? 0) || (a[1] ?? 0) - (b[1] ?? 0) || compareKeys(a[2], b[2]) || compareKeys(a[3], b[3])
        expect(Math.sign(compareKeys(tieKey(...a), tieKey(...b)))).toBe(Math.sign(byParts))
      }),
    )
  })
})
