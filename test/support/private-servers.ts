/** Servers of a test's own, from what is installed. */
export { hasPostgres, startPostgres } from './private-postgres.ts'
export { hasRedis, startRedis } from './private-redis.ts'
export type { PrivateServer } from './private-server.ts'
