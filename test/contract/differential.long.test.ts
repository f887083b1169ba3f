import { describe, it } from 'vitest'
import { sameAnswers } from './same-answers.ts'

describe('memory and SQLite', () => {
  it('give the same answers to everything, whatever happens to a thousand libraries', { timeout: 1_200_000 }, () =>
    sameAnswers(process.env.CI === undefined ? 3000 : 600),
  )
})
