import type { ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import {
  ended,
  findProgram,
  freePort,
  isRunning,
  type PrivateServer,
  spawnBound,
  startUntilAnswered,
} from './private-server.ts'

const program = (): string | undefined => findProgram('redis-server', 'TEST_REDIS_BIN', '/usr/local/bin')

/** Whether a Redis server can be started here. */
export const hasRedis = (): boolean => program() !== undefined

/** A private Redis, which can lose all it has. */
export interface PrivateRedis extends PrivateServer {
  flush(): Promise<void>
}

/** A Redis that keeps nothing on disk. `args` go to its command line. */
export const startRedis = async ({
  password,
  args = [],
}: {
  readonly password?: string
  readonly args?: readonly string[]
} = {}): Promise<PrivateRedis> => {
  const found = program()
  if (found === undefined) throw new Error('redis-server is not installed.')
  const port = await freePort()
  const folder = mkdtempSync(join(tmpdir(), 'test-redis-'))
  const url = `redis://${password === undefined ? '' : `:${encodeURIComponent(password)}@`}127.0.0.1:${port}`
  let child: ChildProcess | undefined
  const ask = async (work: (client: Redis) => Promise<unknown>): Promise<void> => {
    const client = new Redis(url, { retryStrategy: () => null, lazyConnect: true, connectTimeout: 3000 })
    client.on('error', () => undefined)
    try {
      await client.connect()
      await work(client)
    } finally {
      client.disconnect()
    }
  }
  const send = (name: NodeJS.Signals): void => {
    if (isRunning(child)) child.kill(name)
  }
  const end = async (name: NodeJS.Signals): Promise<void> => {
    send(name)
    await ended(child)
  }
  const start = async (): Promise<void> => {
    if (isRunning(child)) return
    const place = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder]
    const protect = password === undefined ? [] : ['--requirepass', password]
    const settings = [...place, '--save', '', '--appendonly', 'no', ...protect, ...args]
    child = await startUntilAnswered(
      () => spawnBound(found, settings, { cwd: folder }),
      () => ask((client) => client.ping()),
    )
  }
  const remove = async (): Promise<void> => {
    await end('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    await start()
  } catch (error) {
    await remove()
    throw error
  }
  return {
    ...{ url, port, start, remove },
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
    suspend: () => send('SIGSTOP'),
    resume: () => send('SIGCONT'),
    flush: () => ask((client) => client.flushall()),
  }
}
