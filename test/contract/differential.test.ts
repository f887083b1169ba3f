import { describe, it } from 'vitest'
import { postgresUrl } from '../support/postgres-url.ts'
import { freshPostgres, freshSqlite, sameAnswers } from './same-answers.ts'

const connectionString = await postgresUrl()

describe('memory and SQLite', () => {
  it('give the same answers to everything, whatever happens to a library', { timeout: 120_000 }, () =>
    sameAnswers(freshSqlite, 60),
  )
})

describe.skipIf(connectionString === undefined)('memory and Postgres', () => {
  it('give the same answers to everything, whatever happens to a library', { timeout: 120_000 }, () =>
    sameAnswers(freshPostgres(connectionString ?? ''), 10),
  )
})
