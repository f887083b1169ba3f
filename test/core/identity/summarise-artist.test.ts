import { describe, expect, it } from 'vitest'
import { summariseArtist } from '../../../src/core/identity/summarise-artist.ts'
import type { UnsettledArtist } from '../../../src/core/model/artist.ts'

const artist = (some: Partial<UnsettledArtist>): UnsettledArtist => ({
  id: 'id',
  foldedName: 'bjork',
  musicbrainzId: null,
  spellings: [{ name: 'Björk', sortName: null, count: 1, tie: '1' }],
  namesakes: [],
  nameOnly: ['id'],
  ...some,
})

describe('what the credits of an artist say', () => {
  const spellings = [
    { name: 'Bjork', sortName: null, count: 2, tie: '2' },
    { name: 'Björk', sortName: 'Guðmundsdóttir, Björk', count: 2, tie: '1' },
    { name: 'BJÖRK', sortName: null, count: 1, tie: '0' },
  ]

  it('is the most frequent spelling, ties by the first track, in any order', () => {
    for (const order of [spellings, spellings.toReversed()]) {
      expect(summariseArtist(artist({ spellings: order }))).toMatchObject({
        name: 'Björk',
        sortName: 'gudmundsdottir, bjork',
      })
    }
  })

  it('sorts an untagged name by the name, articles of the host last', () => {
    const spelling = [{ name: 'Die Ärzte', sortName: null, count: 1, tie: '1' }]
    expect(summariseArtist(artist({ spellings: spelling }), { articles: ['die'] }).sortName).toBe('arzte, die')
  })

  it('joins a name to the one artist with an MBID and that name', () => {
    expect(summariseArtist(artist({ namesakes: ['m'] })).sameAs).toBe('m')
    expect(summariseArtist(artist({ namesakes: [] })).sameAs).toBeNull()
    expect(summariseArtist(artist({ namesakes: ['m', 'n'] })).sameAs).toBeNull()
    expect(summariseArtist(artist({ musicbrainzId: 'x', namesakes: ['id'] })).sameAs).toBeNull()
  })
})
