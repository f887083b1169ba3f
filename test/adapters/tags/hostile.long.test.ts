import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { nativeReaders, readFile } from '../../../src/adapters/tags/read-file.ts'
import { ScanError } from '../../../src/core/errors.ts'
import { mutate } from './building/mutate.ts'
import { randomNumbers } from './building/random-numbers.ts'
import { strictBytes } from './building/strict-bytes.ts'

const folder = new URL('../../fixtures/', import.meta.url)
const fixtures = readdirSync(folder)
  .filter((name) => !/\.(md|json|py)$/.test(name))
  .map((name) => ({ name, bytes: new Uint8Array(readFileSync(new URL(name, folder))) }))
const files = process.env.CI ? 5_000 : 50_000

describe('our readers on mutated fixtures', () => {
  it(`end ${files} of them as a reading or a typed error, each within a second`, { timeout: 600_000 }, () => {
    const random = randomNumbers(2026)
    let readings = 0
    for (let round = 0; round < files; round++) {
      const { name, bytes } = fixtures[round % fixtures.length] ?? { name: '', bytes: new Uint8Array(0) }
      const source = strictBytes(mutate(bytes, random))
      const started = performance.now()
      try {
        const reading = readFile({ name, bytes: source }, nativeReaders)
        expect(JSON.stringify(reading)).not.toContain('\\u0000')
        readings++
      } catch (error) {
        if (!ScanError.is(error)) throw new Error(`round ${round}, ${name}`, { cause: error })
      }
      expect(performance.now() - started, `round ${round}, ${name}`).toBeLessThan(1000)
      expect(source.viewed, `round ${round}, ${name}`).toBeLessThan(64 * 1024 * 1024)
    }
    expect(readings).toBeGreaterThan(files / 10)
  })
})
