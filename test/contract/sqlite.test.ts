import { mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, it } from 'vitest'
import { type SqliteDatabase, sqliteStorage } from '../../src/sqlite.ts'
import { storageContract } from '../../src/testing/storage-contract/storage-contract.ts'

type Closable = SqliteDatabase & { close(): unknown }

// The package brings no types of its own.
const require = createRequire(import.meta.url)
const BetterSqlite3: new (path: string) => Closable = require('better-sqlite3')

const freshFolder = () => mkdtemp(join(tmpdir(), 'sqlite-contract-'))

describe('SQLite storage in a thread of its own', () => {
  storageContract({
    describe,
    it,
    create: async () => {
      const folder = await freshFolder()
      const connect = () => sqliteStorage({ path: join(folder, 'library.db') })
      return { storage: connect(), connect, dispose: () => rm(folder, { recursive: true }) }
    },
  })
})

/** Storages over instances of the host, each on a connection of its own to one file. */
const overInstances = (open: (path: string) => Closable) => async () => {
  const folder = await freshFolder()
  const databases: Closable[] = []
  const connect = () => {
    const database = open(join(folder, 'library.db'))
    databases.push(database)
    database.exec('PRAGMA journal_mode = WAL')
    return sqliteStorage({ database })
  }
  const dispose = async () => {
    for (const database of databases) database.close()
    await rm(folder, { recursive: true })
  }
  return { storage: connect(), connect, dispose }
}

describe('SQLite storage over a DatabaseSync of the host', () => {
  storageContract({ describe, it, create: overInstances((path) => new DatabaseSync(path)) })
})

describe('SQLite storage over a better-sqlite3 instance of the host', () => {
  storageContract({ describe, it, create: overInstances((path) => new BetterSqlite3(path)) })
})
