import { randomUUID } from 'node:crypto'
import { describe, it } from 'vitest'
import { postgresStorage } from '../../src/postgres.ts'
import { storageContract } from '../../src/testing/storage-contract/storage-contract.ts'
import { dropSchema } from '../support/postgres-schema.ts'
import { postgresUrl } from '../support/postgres-url.ts'

const connectionString = await postgresUrl()

describe.skipIf(connectionString === undefined)('Postgres storage', () => {
  storageContract({
    describe,
    it,
    create: async () => {
      const schema = `contract_${randomUUID().replaceAll('-', '')}`
      const connect = () => postgresStorage({ connectionString: connectionString ?? '', schema, maxConnections: 4 })
      return { storage: connect(), connect, dispose: () => dropSchema(connectionString ?? '', schema) }
    },
  })
})
