import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { onTestFinished } from 'vitest'

/** The name of a schema that is dropped when the test ends. */
export const temporarySchema = (connectionString: string): string => {
  const schema = `test_${randomUUID().replaceAll('-', '')}`
  onTestFinished(() => dropSchema(connectionString, schema))
  return schema
}

/** Drops a schema with all that is in it. */
export const dropSchema = async (connectionString: string, schema: string): Promise<void> => {
  const client = new pg.Client({ connectionString })
  await client.connect()
  await client.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`)
  await client.end()
}
