import { ScanError } from '../../core/errors.ts'
import type { PostgresClient, PostgresPool } from './pool.ts'

/** A pool, how its place is called in sentences, and how to give it up. */
export interface OpenPool {
  readonly pool: PostgresPool
  readonly place: string
  close(): Promise<void>
}

const connectMs = 8000

/** The host's pool, which stays its own, or a new one. */
export const openPool = async (
  options: { readonly pool: PostgresPool } | { readonly connectionString: string; readonly maxConnections?: number },
): Promise<OpenPool> => {
  if ('pool' in options) {
    const { pool } = options
    pool.on?.('connect', hear)
    return {
      ...{ pool, place: 'of the pool passed in' },
      close: async () => void pool.removeListener?.('connect', hear),
    }
  }
  const { connectionString, maxConnections = 10 } = options
  const { Pool } = await loadPg()
  const pool = new Pool({
    connectionString,
    max: maxConnections,
    connectionTimeoutMillis: connectMs,
    application_name: 'soniquebay-scan',
    allowExitOnIdle: true,
    // The connection that holds the scan lock says nothing for as long as a scan takes.
    keepAlive: true,
  })
  // Told by the next query; without a listener it would end the process.
  pool.on('error', ignore)
  pool.on('connect', hear)
  return { pool: pool as unknown as PostgresPool, place: withoutPassword(connectionString), close: () => pool.end() }
}

const ignore = (): void => undefined

/** A connection that is cut right after it was made tells of it before whoever asked for it has it; unheard it would end the process. */
const hear = (client: Pick<PostgresClient, 'on'>): void => void client.on?.('error', ignore)

const loadPg = async (): Promise<typeof import('pg')> => {
  try {
    const { default: pg } = await import('pg')
    return pg as unknown as typeof import('pg')
  } catch (cause) {
    throw new ScanError('PEER_MISSING', 'What is kept in Postgres needs the package pg: npm install pg', { cause })
  }
}

/** A URL may hold its password as a parameter, too. */
const withoutPassword = (connectionString: string): string => {
  try {
    const url = new URL(connectionString)
    url.password = ''
    return url.href.replace(/([?&](?:ssl)?password=)[^&]*/gi, '$1…')
  } catch {
    return 'at that connection string'
  }
}
