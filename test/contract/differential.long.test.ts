import { describe, it } from 'vitest'
import { postgresUrl } from '../support/postgres-url.ts'
import { freshPostgres, freshSqlite, sameAnswers } from './same-answers.ts'

const connectionString = await postgresUrl()

describe('memory and SQLite', () => {
  it('give the same answers to everything, whatever happens to a thousand libraries', { timeout: 1_200_000 }, () =>
    sameAnswers(freshSqlite, process.env.CI === undefined ? 3000 : 600),
  )
})

describe.skipIf(connectionString === undefined)('memory and Postgres', () => {
  it('give the same answers to everything, whatever happens to a hundred libraries', { timeout: 1_200_000 }, () =>
    sameAnswers(freshPostgres(connectionString ?? ''), process.env.CI === undefined ? 300 : 100),
  )
})
