import { describe, expect, it } from 'vitest'
import { nameStem, stemOf } from '../../../src/core/identity/stem.ts'

describe('the stem of a path', () => {
  it.each([
    ['A/B/01 - Song.flac', 'A/B/01 - Song', '01 - Song'],
    ['Song.mp3', 'Song', 'Song'],
    ['A.B/Song', 'A.B/Song', 'Song'],
    ['A/Mr. Song v1.2.mp3', 'A/Mr. Song v1.2', 'Mr. Song v1.2'],
    ['A/.mp3', 'A/.mp3', '.mp3'],
    ['.hidden.mp3', '.hidden', '.hidden'],
  ])('of %s is %s', (path, stem, name) => {
    expect(stemOf(path)).toBe(stem)
    expect(nameStem(path)).toBe(name)
  })
})
