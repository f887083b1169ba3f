export type { SqliteDatabase, SqliteStatement, SqliteValue } from './adapters/sqlite/database.ts'
export { type SqliteStorageOptions, sqliteStorage } from './adapters/sqlite/sqlite-storage.ts'
