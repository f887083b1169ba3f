import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { audioKey, keyWindowBytes, keyWindowStarts } from '../../../src/adapters/tags/audio-key.ts'
import { concat, noise } from './building/bytes.ts'
import { strictBytes } from './building/strict-bytes.ts'

const key = (bytes: Uint8Array, ...ranges: { offset: number; length: number }[]) =>
  audioKey('x.1', strictBytes(bytes), ranges)

describe('the audio key', () => {
  const payload = noise(50_000)
  const whole = key(payload, { offset: 0, length: payload.byteLength })

  it('does not depend on where the payload lies, nor in how many pieces', () => {
    fc.assert(
      fc.property(
        fc.nat(100),
        fc.array(fc.integer({ min: 1, max: 49_999 }), { maxLength: 6 }),
        fc.nat(50),
        (before, cuts, gap) => {
          const edges = [0, ...[...new Set(cuts)].sort((a, b) => a - b), payload.byteLength]
          const parts: Uint8Array[] = [noise(before, 2)]
          const ranges: { offset: number; length: number }[] = []
          let offset = before
          for (const [index, from] of edges.slice(0, -1).entries()) {
            const part = payload.subarray(from, edges[index + 1])
            parts.push(part, noise(gap, 3))
            ranges.push({ offset, length: part.byteLength })
            offset += part.byteLength + gap
          }
          expect(key(concat(...parts), ...ranges)).toBe(whole)
        },
      ),
      { numRuns: 30 },
    )
  })

  it('depends on every byte of a payload no longer than its windows, and on each window of a longer one', () => {
    const changed = (bytes: Uint8Array, at: number): string | undefined => {
      const other = Uint8Array.from(bytes)
      other[at] = (other[at] ?? 0) ^ 1
      return key(other, { offset: 0, length: other.byteLength })
    }
    const short = noise(4 * keyWindowBytes)
    for (const at of [0, 5000, 10_000, short.byteLength - 1])
      expect(changed(short, at)).not.toBe(changed(short, at + 1))
    for (const start of keyWindowStarts(payload.byteLength)) expect(changed(payload, start + 7)).not.toBe(whole)
  })

  it('depends on the length', () => {
    const silence = new Uint8Array(90_000)
    expect(key(silence, { offset: 0, length: 80_000 })).not.toBe(key(silence, { offset: 0, length: 80_001 }))
  })

  it('there is none for nothing', () => {
    expect(key(payload, { offset: 0, length: 0 })).toBeUndefined()
    expect(key(payload)).toBeUndefined()
  })
})
