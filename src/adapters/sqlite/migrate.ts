import { ScanError } from '../../core/errors.ts'
import type { Connection } from './connection.ts'
import { migrations } from './schema.ts'

/**
 * Brings the schema up to date. The version stands in `PRAGMA user_version`; every missing step runs in one transaction that takes the write lock first, so that of several
 * processes that open at once one migrates and the others find it done.
 * @throws ScanError `STORAGE_NEWER` when a newer release of this package made the database.
 */
export const migrate = (connection: Connection, steps: readonly string[] = migrations): void => {
  if (versionOf(connection, steps) === steps.length) return
  connection.transaction(() => {
    const version = versionOf(connection, steps)
    for (const step of steps.slice(version)) connection.exec(step)
    connection.exec(`PRAGMA user_version = ${steps.length}`)
  })
}

const versionOf = (connection: Connection, steps: readonly string[]): number => {
  const version = connection.get<{ user_version: number }>('PRAGMA user_version')?.user_version ?? 0
  if (version <= steps.length) return version
  throw new ScanError(
    'STORAGE_NEWER',
    `The database has schema ${version}, this release of @soniquebay/scan knows ${steps.length}: update @soniquebay/scan, or use another database.`,
  )
}
