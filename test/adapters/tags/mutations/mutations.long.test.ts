import { describe, expect, it } from 'vitest'
import { runMutations } from './run-mutations.ts'

const files = 50_000
const perThread = 2500

describe('damaged files', () => {
  it('end as a reading or an error, quickly and in little memory (50,000 of them)', {
    timeout: 3_600_000,
  }, async () => {
    let read = 0
    for (let from = 0; from < files; from += perThread) {
      const report = await runMutations(from, from + perThread)
      expect(report.interesting).toEqual([])
      read += report.readings + report.errors
    }
    expect(read).toBe(files)
  })
})
