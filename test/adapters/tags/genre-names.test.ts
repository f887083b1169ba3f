import { describe, expect, it } from 'vitest'
import { genreName, id3Genres } from '../../../src/adapters/tags/genre-names.ts'

describe('ID3 genres', () => {
  it.each([
    ['17', ['Rock']],
    ['(17)', ['Rock']],
    ['(17)(4)Refinement', ['Rock', 'Disco', 'Refinement']],
    ['(RX)(CR)', ['Remix', 'Cover']],
    ['RX', ['Remix']],
    ['CR', ['Cover']],
    ['((bracketed)', ['(bracketed)']],
    ['Rock (live)', ['Rock (live)']],
    ['(live) Rock', ['(live) Rock']],
    ['(999)', []],
    ['999', ['999']],
    ['2-Step', ['2-Step']],
    ['Duo Cello/Piano', ['Duo Cello/Piano']],
  ])('%s', (value, genres) => {
    expect(id3Genres(value)).toEqual(genres)
  })

  it('have 192 names', () => {
    expect([genreName(0), genreName(79), genreName(191), genreName(192)]).toEqual([
      'Blues',
      'Hard Rock',
      'Psybient',
      undefined,
    ])
  })
})
