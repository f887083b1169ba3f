import { describe, it } from 'vitest'
import { sameAnswers } from './same-answers.ts'

describe('memory and SQLite', () => {
  it('give the same answers to everything, whatever happens to a library', { timeout: 120_000 }, () => sameAnswers(60))
})
