export type { PostgresClient, PostgresPool, PostgresQuery } from './adapters/postgres/pool.ts'
export { type PostgresQueueOptions, postgresQueue } from './adapters/postgres/postgres-queue.ts'
export { type PostgresStorageOptions, postgresStorage } from './adapters/postgres/postgres-storage.ts'
