import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { expect, onTestFinished } from 'vitest'
import type { Scanner } from '../../../src/index.ts'
import { type Child, startChild } from './child-process.ts'
import type { ManyConfig } from './many-config.ts'

/** A configuration for many processes, with a schema and a queue of its own. */
export const manyConfig = (
  kind: 'redis' | 'postgres',
  servers: { readonly postgres: string; readonly redis: string },
  more: Pick<ManyConfig, 'music' | 'unitSize' | 'leaseMs' | 'deferred'>,
): ManyConfig => {
  const name = `test_${randomUUID().replaceAll('-', '')}`
  return {
    ...more,
    lockMs: Math.max(1000, Math.round(more.leaseMs / 3)),
    postgres: servers.postgres,
    schema: name,
    queue: { kind, url: servers[kind], prefix: `${name}_queue` },
  }
}

/** Drops what a configuration left in Postgres. */
export const dropSchemas = async ({ postgres, schema, queue }: ManyConfig): Promise<void> => {
  const client = new pg.Client({ connectionString: postgres })
  await client.connect()
  for (const name of [schema, queue.prefix]) await client.query(`DROP SCHEMA IF EXISTS "${name}" CASCADE`)
  await client.end()
}

/** Starts a process that scans, or one that works, to be killed with the test at the latest. */
export const startMember = (role: 'host' | 'work', config: ManyConfig): Child => {
  const child = startChild(`${role}-child.ts`, JSON.stringify(config))
  onTestFinished(() => void child.process.kill('SIGKILL'))
  return child
}

/** The report that a host printed. */
export const reportOf = (
  host: Child,
): { readonly counts: unknown; readonly stopped: unknown; readonly state: string; readonly waits: readonly string[] } =>
  JSON.parse(host.output().split('\n')[1] ?? '')

/** Tasks that are not done. */
export const owed = async ({ tasks }: Scanner): Promise<number> =>
  (await tasks.count()).filter(({ state }) => state !== 'done').reduce((sum, { count }) => sum + count, 0)

/** The first line in which two exports differ, `null` when none does: a whole export is no message. */
export const firstDifference = (actual: string, expected: string): string | null => {
  const lines = expected.split('\n')
  const others = actual.split('\n')
  const at = lines.findIndex((line, index) => line !== others[index])
  if (at < 0 && lines.length === others.length) return null
  return `line ${at}: ${others[at]}\nis not: ${lines[at]}`
}

/** Does all deferred work in this process. */
export const workAll = async (scanner: Scanner): Promise<void> => {
  const work = scanner.work()
  await expect.poll(() => owed(scanner), { timeout: 60_000 }).toBe(0)
  await work.stop()
}
