import { ScanError } from '../../core/errors.ts'
import type { Connection } from './connection.ts'
import { type Database, quoted } from './database.ts'
import { migrations } from './schema.ts'

/**
 * Brings the schema up to date, making it first when it is not there. All in one transaction under an advisory lock, so that of several processes that open at once one
 * migrates and the others find it done.
 * @throws ScanError `STORAGE_NEWER` when a newer release of this package made the schema.
 */
export const migrate = (database: Database, schema: string, steps: readonly string[] = migrations): Promise<void> =>
  database.transaction(async (db) => {
    await db.run('SELECT pg_advisory_xact_lock(hashtext(?))', `soniquebay-scan migrate ${schema}`)
    // `IF NOT EXISTS` asks for the right to create schemas, though there is nothing to create.
    if ((await db.get('SELECT 1 FROM pg_namespace WHERE nspname = ?', schema)) === undefined)
      await db.exec(`CREATE SCHEMA ${quoted(schema)}`)
    if ((await db.get('SELECT to_regclass(?) AS found', table(schema)))?.found === null)
      await db.exec(`CREATE TABLE ${table(schema)} (version INTEGER NOT NULL)`)
    const version = await versionOf(db, schema, steps)
    for (const step of steps.slice(version)) await db.exec(step)
    if (version < steps.length)
      await db.exec(`DELETE FROM ${table(schema)}; INSERT INTO ${table(schema)} VALUES (${steps.length})`)
  })

/** Named in full: without it the search path would find one in `public`. */
const table = (schema: string): string => `${quoted(schema)}.schema_version`

const versionOf = async (db: Connection, schema: string, steps: readonly string[]): Promise<number> => {
  const version = (await db.get<{ version: number }>(`SELECT version FROM ${table(schema)}`))?.version ?? 0
  if (version <= steps.length) return version
  throw new ScanError(
    'STORAGE_NEWER',
    `The database has schema ${version}, this release of @soniquebay/scan knows ${steps.length}: update @soniquebay/scan, or use another database.`,
  )
}
