// A process of its own that scans a folder into a database, to be killed: `node scan-child.ts <music> <db> [threads]`.
import { createScanner } from '../../../src/index.ts'
import { sqliteStorage } from '../../../src/sqlite.ts'

const [music = '', path = ''] = process.argv.slice(2)
const deferred = [{ kind: 'fingerprint', version: '1', derivesFrom: 'audio' } as const]
const scanner = await createScanner({ roots: [music], storage: sqliteStorage({ path }), unitSize: 16, deferred })
const run = scanner.scan()
run.result.catch(() => undefined)
process.stdout.write('scanning\n')
const report = await run.result
process.stdout.write(`${JSON.stringify(report)}\n`)
await scanner.close()
