import { sqliteStorage } from '../../../../src/adapters/sqlite/sqlite-storage.ts'

/** Opens the database, reads it and closes it. */
const storage = sqliteStorage({ path: process.argv[2] ?? '' })
await storage.open()
await storage.reader.stats()
await storage.close()
