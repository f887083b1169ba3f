import { describe, expect, it } from 'vitest'
import { runMutations } from './run-mutations.ts'

describe('damaged files', () => {
  it('end as a reading or an error, quickly and in little memory (2,000 of them)', { timeout: 120_000 }, async () => {
    const report = await runMutations(0, 2000)
    expect(report.interesting).toEqual([])
    expect(report.readings + report.errors).toBe(2000)
    expect(report.readings).toBeGreaterThan(500)
  })
})
