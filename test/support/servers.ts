import { Redis } from 'ioredis'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { hasPostgres, hasRedis, type PrivateServer, startPostgres, startRedis } from './private-servers.ts'

/** Where a server that tests talk to is, or what to say of tests that need one. With `isFault` they fail, else they are skipped. */
export type TestServer =
  | { readonly url: string }
  | { readonly url: null; readonly isFault: boolean; readonly need: string }

/** The servers that tests talk to. */
export interface TestServers {
  readonly postgres: TestServer
  readonly redis: TestServer
}

declare module 'vitest' {
  export interface ProvidedContext {
    servers: TestServers
  }
}

interface Kind {
  readonly name: string
  readonly variable: string
  /** Where a server is taken from when no URL is given. */
  readonly standard: string
  readonly port: number
  readonly packageName: string
  readonly answers: (url: string) => Promise<unknown>
  readonly isInstalled: () => boolean
  readonly start: () => Promise<PrivateServer>
}

const patienceMs = 3000

const ports = {
  postgres: Number(process.env.TEST_POSTGRES_PORT ?? 5432),
  redis: Number(process.env.TEST_REDIS_PORT ?? 6379),
}

const kinds: Readonly<Record<keyof TestServers, Kind>> = {
  postgres: {
    name: 'Postgres',
    variable: 'TEST_POSTGRES_URL',
    standard: `postgres://postgres@127.0.0.1:${ports.postgres}/test`,
    port: ports.postgres,
    packageName: 'PostgreSQL',
    async answers(url) {
      const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: patienceMs })
      client.on('error', () => undefined)
      await client.connect().finally(() => client.end())
    },
    isInstalled: hasPostgres,
    start: startPostgres,
  },
  redis: {
    name: 'Redis',
    variable: 'TEST_REDIS_URL',
    standard: `redis://127.0.0.1:${ports.redis}`,
    port: ports.redis,
    packageName: 'redis-server',
    async answers(url) {
      const limits = { connectTimeout: patienceMs, commandTimeout: patienceMs, retryStrategy: () => null }
      const client = new Redis(url, { lazyConnect: true, ...limits })
      client.on('error', () => undefined)
      await client
        .connect()
        // One that demands a password connects, and then refuses this.
        .then(() => client.ping())
        .finally(() => client.disconnect())
    },
    isInstalled: hasRedis,
    start: startRedis,
  },
}

/** For sentences. */
const withoutPassword = (url: string): string => url.replace(/:[^:@/]*@/, '@')

/** The URL in the environment, else a server on the standard port, else a private one. With `CI=true` a missing one is a failure, never a skip. */
const find = async (kind: Kind, started: PrivateServer[]): Promise<TestServer> => {
  const { name, variable, standard, port, packageName, answers, isInstalled, start } = kind
  const given = process.env[variable]
  const url = given ?? standard
  const trouble = await answers(url).then(
    () => undefined,
    (error: unknown) => String(error),
  )
  if (trouble === undefined) return { url }
  if (given !== undefined) {
    const need = `${name}, and none answers at ${withoutPassword(given)}, which ${variable} names (${trouble})`
    return { url: null, isFault: true, need }
  }
  if (isInstalled()) {
    const server = await start()
    started.push(server)
    return { url: server.url }
  }
  const need = `${name}: set ${variable}, start one on port ${port}, or install ${packageName}`
  return { url: null, isFault: process.env.CI === 'true', need }
}

/** Finds the servers once for all test files, and removes at the end what was started for them. */
export const setup = async (project: TestProject): Promise<() => Promise<void>> => {
  const started: PrivateServer[] = []
  const end = async (): Promise<void> => {
    await Promise.all(started.map((server) => server.remove()))
  }
  try {
    const [postgres, redis] = await Promise.all([find(kinds.postgres, started), find(kinds.redis, started)])
    project.provide('servers', { postgres, redis })
  } catch (error) {
    await end()
    throw error
  }
  return end
}
