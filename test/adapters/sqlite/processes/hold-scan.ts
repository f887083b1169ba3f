import { sqliteStorage } from '../../../../src/adapters/sqlite/sqlite-storage.ts'

/** Begins a scan and never ends it. */
const storage = sqliteStorage({ path: process.argv[2] ?? '' })
await storage.open()
await storage.ledger.beginScan({ rootIds: ['music'], mode: 'quick', now: 1, discover: [] })
console.log('scanning')
setInterval(() => {}, 1000)
