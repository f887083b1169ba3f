import { inject, TestRunner } from 'vitest'
import { hasPostgres, hasRedis } from './private-servers.ts'
import type { TestServers } from './servers.ts'

declare module 'vitest' {
  interface TaskMeta {
    /** What tests of a file need and do not have; told in the last lines of a run. */
    missing?: string[]
  }
}

/** Notes that the file being loaded skips tests for want of something. */
const noteMissing = (need: string): void => {
  const { file } = TestRunner.getCurrentSuite()
  if (file !== undefined) file.meta.missing = [...new Set([...(file.meta.missing ?? []), need])]
}

/** The URL of a server, or `undefined` and a note that tests are skipped. @throws Error when that must not be. */
export const serverUrl = (name: keyof TestServers): string | undefined => {
  const server = inject('servers')[name]
  if (server.url !== null) return server.url
  noteMissing(server.need)
  if (server.isFault) throw new Error(`These tests need ${server.need}.`)
  return undefined
}

const programs = {
  postgres: { isInstalled: hasPostgres, need: 'a Postgres of their own: install PostgreSQL' },
  redis: { isInstalled: hasRedis, need: 'a Redis of their own: install redis-server' },
}

/** Whether tests can start a server of their own, for `skipIf`. @throws Error when they cannot with `CI=true`. */
export const canStart = (name: keyof typeof programs): boolean => {
  const { isInstalled, need } = programs[name]
  if (isInstalled()) return true
  noteMissing(need)
  if (process.env.CI === 'true') throw new Error(`These tests need ${need}.`)
  return false
}
