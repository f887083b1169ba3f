import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { albumFields, defaultAlbumRule } from '../../src/core/identity/album-key.ts'
import { qualityWeights } from '../../src/core/identity/quality.ts'
import { defaultArtistSeparators } from '../../src/core/identity/split-artists.ts'

const guide = readFileSync(new URL('../../docs/identity.md', import.meta.url), 'utf8')

it('the guide to identity gives the weights, fields, rule and separators that the code has', () => {
  const rows = [...guide.matchAll(/((?:`[a-z-]+`(?:, )?)+)\s+\|\s+(\d+)/g)]
  const given = rows.flatMap(([, names = '', weight]) =>
    names.split(', ').map((name) => [name.replaceAll('`', ''), Number(weight)]),
  )
  expect(Object.fromEntries(given)).toEqual(qualityWeights)
  for (const field of albumFields) expect(guide).toContain(`\`${field}\``)
  for (const fields of defaultAlbumRule) expect(guide).toContain(`\`['${fields.join("', '")}']\``)
  for (const separator of defaultArtistSeparators.filter((text) => text !== ' / '))
    expect(guide).toContain(`\`${separator.trim()}\``)
})
