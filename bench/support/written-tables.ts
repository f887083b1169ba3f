import { createHash } from 'node:crypto'
import { DatabaseSync } from 'node:sqlite'

/** Tables of our own: not SQLite's, not those behind a full-text index. */
const tablesOf = (database: DatabaseSync): readonly string[] =>
  database
    .prepare("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'")
    .all()
    .map((row) => String(row.name))

/** What a scan did to a database. */
export interface Writes {
  /** Rows inserted, updated and deleted in each table, even when they were written again as they were or went within the scan. */
  readonly rows: ReadonlyMap<string, number>
  /** Tables that say something else afterwards. */
  readonly changed: readonly string[]
}

/** Lets every table of a database record its inserts, updates and deletes, whoever makes them, while `work` runs. */
export const writesDuring = async (db: string, work: () => Promise<unknown>): Promise<Writes> => {
  const tables = withDatabase(db, (database) => {
    const names = tablesOf(database)
    const triggers = names.flatMap((table) =>
      ['INSERT', 'UPDATE', 'DELETE'].map(
        (action) =>
          `CREATE TRIGGER bench_${table}_${action} AFTER ${action} ON ${table} BEGIN INSERT INTO bench_writes VALUES ('${table}'); END;`,
      ),
    )
    database.exec(`CREATE TABLE bench_writes (name TEXT) STRICT; ${triggers.join('')}`)
    return names
  })
  const before = withDatabase(db, (database) => tables.map((table) => contentOf(database, table)))
  await work()
  return withDatabase(db, (database) => {
    const rows = database.prepare('SELECT name, count(*) AS writes FROM bench_writes GROUP BY name ORDER BY name').all()
    return {
      rows: new Map(rows.map(({ name, writes }) => [String(name), Number(writes)])),
      changed: tables.filter((table, i) => contentOf(database, table) !== before[i]),
    }
  })
}

const withDatabase = <T>(db: string, use: (database: DatabaseSync) => T): T => {
  const database = new DatabaseSync(db)
  try {
    return use(database)
  } finally {
    database.close()
  }
}

/** A hash of all rows of a table. */
const contentOf = (database: DatabaseSync, table: string): string => {
  const hash = createHash('sha256')
  for (const row of database.prepare(`SELECT * FROM ${table}`).iterate())
    hash.update(JSON.stringify(Object.values(row)))
  return hash.digest('hex')
}
