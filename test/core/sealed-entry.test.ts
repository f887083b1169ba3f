import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { TrackEntry } from '../../src/core/model/entity-batch.ts'
import { glanceAt, headOf, packFacts, seal, sealedEntries } from '../../src/core/sealed-entry.ts'
import { trackFacts } from '../../src/testing/rows/track-facts.ts'

const entry = (path: string, tags: TrackEntry['facts']['tags'] = { title: path }): TrackEntry => ({
  kind: 'added',
  facts: trackFacts({ path, tags }),
})
const plain = ({ kind, facts }: TrackEntry): unknown => structuredClone({ kind, facts })
const crossed = (entries: readonly TrackEntry[]): TrackEntry[] =>
  sealedEntries(
    entries.map(({ kind }) => kind),
    packFacts(entries),
  )

describe('sealed entries', () => {
  it('say what they were made of, whatever letters it has and however often it is packed', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 5 }), (paths) => {
        const entries = paths.map((path) => entry(path, { title: path, comments: [path], artistSort: path }))
        expect(crossed(crossed(entries)).map(plain)).toEqual(entries.map(plain))
        expect(crossed(entries.map(seal)).map(plain)).toEqual(entries.map(plain))
      }),
    )
  })

  it('pack as a part of what they came with', () => {
    const [, second, third] = crossed([entry('ä'), entry('日本'), entry('c')])
    if (second === undefined || third === undefined) throw new Error('three entries became fewer')
    expect(crossed([third, second]).map(({ facts }) => facts.path)).toEqual(['c', '日本'])
  })

  it('tell their head, and the tags that rows are made of, without the others', () => {
    const sealed = seal(entry('a', { title: 'a', comments: ['long'], albumSort: 'sort' }))
    expect(headOf(sealed)).toEqual(expect.objectContaining({ path: 'a', audioKey: 'mp3.1:a' }))
    const { facts, tags } = glanceAt(sealed)
    expect(facts.tags).toEqual({ albumSort: 'sort' })
    expect(JSON.parse(tags)).toEqual({ title: 'a', comments: ['long'], albumSort: 'sort' })
  })

  it('are sealed no more when a stage gives a copy other facts', () => {
    const sealed = seal(entry('a'))
    const changed = { ...sealed, facts: { ...sealed.facts, path: 'b' } }
    expect(headOf(changed).path).toBe('b')
    expect(crossed([changed]).map(({ facts }) => facts.path)).toEqual(['b'])
  })
})
