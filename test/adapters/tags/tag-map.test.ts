import { describe, expect, it } from 'vitest'
import { fieldFor, fieldsOf, tagMap } from '../../../src/adapters/tags/tag-map.ts'

describe('the tag map', () => {
  it('gives no native name two meanings', () => {
    const meanings = new Map<string, string>()
    for (const [field, row] of Object.entries(tagMap)) {
      for (const [scheme, names] of Object.entries(row as Record<string, string>)) {
        for (const name of names.split('|')) {
          const key = `${scheme} ${name.toUpperCase()}`
          expect(meanings.get(key) ?? field, key).toBe(field)
          meanings.set(key, field)
        }
      }
    }
  })

  it('has ids of the right length for ID3', () => {
    for (const id of fieldsOf('id3').keys()) expect(id).toMatch(/^[A-Z0-9]{4}$/)
    for (const id of fieldsOf('id3v22').keys()) expect(id).toMatch(/^[A-Z0-9]{3}$/)
  })

  it('finds names in any case', () => {
    const fields = fieldsOf('ape')
    expect([
      fieldFor(fields, 'Album Artist'),
      fieldFor(fields, 'ALBUM ARTIST'),
      fieldFor(fields, 'album artist'),
      fieldFor(fields, 'x'),
    ]).toEqual(['albumArtist', 'albumArtist', 'albumArtist', undefined])
  })
})
