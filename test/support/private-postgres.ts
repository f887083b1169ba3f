import { type ChildProcess, spawnSync } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { makeCluster, postgresProgram } from './postgres-cluster.ts'
import {
  ended,
  freePort,
  isRunning,
  type PrivateServer,
  signal,
  spawnBound,
  startUntilAnswered,
} from './private-server.ts'

/** Whether a Postgres server can be started here. */
export const hasPostgres = (): boolean => postgresProgram('initdb') !== undefined

/** The postmaster and its backends. Each has a process group of its own. */
const family = (postmaster: ChildProcess): number[] => {
  const { stdout } = spawnSync('pgrep', ['-P', String(postmaster.pid)], { encoding: 'utf8' })
  return [postmaster.pid ?? 0, ...(stdout.match(/\d+/g) ?? []).map(Number)].filter((pid) => pid > 0)
}

const quitMs = 3000

/** A Postgres with an empty database `test`; with a password, one that demands passwords of everybody. */
export const startPostgres = async ({ password }: { readonly password?: string } = {}): Promise<PrivateServer> => {
  const program = postgresProgram('postgres') ?? 'postgres'
  const port = await freePort()
  const { folder, data, user } = makeCluster()
  let child: ChildProcess | undefined
  const ask = async (database: string, ...statements: readonly string[]): Promise<void> => {
    const place = { host: '127.0.0.1', port, user: 'postgres', database, connectionTimeoutMillis: 3000 }
    const client = new pg.Client({ ...place, password })
    client.on('error', () => undefined)
    try {
      await client.connect()
      for (const sql of statements) await client.query(sql)
    } finally {
      await client.end().catch(() => undefined)
    }
  }
  const end = async (name: NodeJS.Signals): Promise<void> => {
    if (isRunning(child)) child.kill(name)
    await ended(child)
  }
  const suspend = (): void => {
    if (!isRunning(child)) return
    // The postmaster first: it makes no more backends.
    signal(child.pid ?? 0, 'SIGSTOP')
    for (const pid of family(child)) signal(pid, 'SIGSTOP')
  }
  const resume = (): void => {
    if (!isRunning(child)) return
    for (const pid of family(child).reverse()) signal(pid, 'SIGCONT')
  }
  const kill = async (): Promise<void> => {
    if (!isRunning(child)) return
    suspend()
    for (const pid of family(child)) signal(pid, 'SIGKILL')
    await ended(child)
  }
  const start = async (): Promise<void> => {
    if (isRunning(child)) return
    const settings = { port, unix_socket_directories: folder, listen_addresses: '127.0.0.1', shared_buffers: '32MB' }
    const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
    child = await startUntilAnswered(
      () => spawnBound(program, ['-D', data, ...options], { cwd: folder, ...user }),
      () => ask('postgres', 'SELECT 1'),
    )
  }
  const remove = async (): Promise<void> => {
    if (isRunning(child)) {
      resume()
      // At once, but giving its shared memory back, which a killed one leaves to the system for good.
      await Promise.race([end('SIGQUIT'), sleep(quitMs, undefined, { ref: false })])
      await kill()
    }
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    await start()
    await ask('postgres', 'CREATE DATABASE test')
    if (password !== undefined) {
      await ask('postgres', `ALTER USER postgres PASSWORD ${pg.escapeLiteral(password)}`)
      await end('SIGINT')
      writeFileSync(join(data, 'pg_hba.conf'), 'host all all 127.0.0.1/32 scram-sha-256\n')
      await start()
    }
  } catch (error) {
    await remove()
    throw error
  }
  return {
    ...{ port, start, kill, suspend, resume, remove },
    url: `postgres://postgres${password === undefined ? '' : `:${encodeURIComponent(password)}`}@127.0.0.1:${port}/test`,
    // Fast: sessions are ended, data is written.
    stop: () => end('SIGINT'),
  }
}
