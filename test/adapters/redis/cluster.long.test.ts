import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Cluster } from 'ioredis'
import { afterAll, beforeAll, describe, it } from 'vitest'
import type { RedisClient } from '../../../src/adapters/redis/redis-client.ts'
import { redisCache, redisEventBus, redisRateLimit } from '../../../src/redis.ts'
import { cacheContract, eventBusContract, rateLimitContract } from '../../../src/testing.ts'
import { canStart } from '../../support/not-run.ts'
import { newPrefix } from '../../support/redis-keys.ts'

const folder = mkdtempSync(join(tmpdir(), 'test-cluster-'))
/** Below the ports that are given to clients; nodes talk on those 10,000 above. */
const first = 15_000 + Math.floor(Math.random() * 5000)
const ports = [first, first + 1, first + 2]
let nodes: readonly ChildProcess[] = []
let clients: readonly Cluster[] = []

const startNode = (port: number): ChildProcess => {
  const cwd = join(folder, String(port))
  mkdirSync(cwd)
  const options = ['--cluster-enabled', 'yes', '--save', '', '--appendonly', 'no']
  return spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', ...options], { cwd, stdio: 'ignore' })
}

/** It comes with the server. */
const shell = 'redis-cli'

const ask = (port: number, ...command: readonly string[]): string =>
  execFileSync(shell, ['-p', String(port), ...command], { encoding: 'utf8', stdio: 'pipe' })

const until = async (isSo: () => boolean): Promise<void> => {
  for (let tries = 0; tries < 200; tries++) {
    try {
      if (isSo()) return
    } catch {
      // It does not answer yet.
    }
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('The cluster did not come up.')
}

describe.skipIf(!canStart('redis'))('over a cluster', () => {
  beforeAll(async () => {
    nodes = ports.map(startNode)
    await until(() => ports.every((port) => ask(port, 'ping').startsWith('PONG')))
    ask(first, '--cluster', 'create', ...ports.map((port) => `127.0.0.1:${port}`), '--cluster-yes')
    await until(() => ports.every((port) => ask(port, 'cluster', 'info').includes('cluster_state:ok')))
    clients = [0, 1].map(() => new Cluster([{ host: '127.0.0.1', port: first }]).setMaxListeners(100))
    for (const client of clients) client.on('error', () => undefined)
  })
  afterAll(() => {
    for (const client of clients) client.disconnect()
    for (const node of nodes) node.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  })

  /** Two clients, as two processes have them. */
  const over =
    <Port>(make: (options: { readonly connection: RedisClient; readonly prefix: string }) => Port) =>
    async () => {
      const prefix = newPrefix()
      const [port, other] = clients.map((client) => make({ connection: client as unknown as RedisClient, prefix }))
      if (port === undefined || other === undefined) throw new Error('There are no clients.')
      return { port, connect: () => other }
    }
  cacheContract({ describe, it, create: over(redisCache) })
  rateLimitContract({ describe, it, create: over(redisRateLimit) })
  eventBusContract({ describe, it, create: over(redisEventBus) })
})
