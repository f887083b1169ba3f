import type { Backend } from './backend.ts'
import type { SqliteDatabase } from './database.ts'
import { fileOf } from './database-file.ts'
import { openEngine } from './engine.ts'
import { JsonText } from './json-text.ts'
import { fileLock, memoryLock } from './scan-lock.ts'

/** Runs the engine over the host's own database instance, where the host put it; its settings stay as they are, and it is not closed. */
export const directBackend = (database: SqliteDatabase): Backend => {
  const file = fileOf(database)
  const lock = file === '' ? memoryLock(database) : fileLock(() => openAlike(database, `${file}-scan-lock`))
  const engine = openEngine(database, lock)
  return {
    async call(port, method, args) {
      const known = engine.port(port)
      const methods = known instanceof Promise ? await known : known
      const value = methods[method]?.(...args)
      return value instanceof JsonText ? JSON.parse(value.json) : value
    },
    async close() {
      lock.release()
    },
  }
}

/** A second database by the same library, so that one process does not lock one file through two copies of SQLite, which do not know of each other. */
const openAlike = (database: SqliteDatabase, path: string): SqliteDatabase & { close(): unknown } => {
  const Database = database.constructor as new (path: string) => SqliteDatabase & { close(): unknown }
  return new Database(path)
}
