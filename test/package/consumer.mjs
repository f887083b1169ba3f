// What a host does with the installed package: run by smoke.ts inside an empty project, on each supported Node.
// Prints one JSON line with what it saw. Usage: node consumer.mjs <empty folder>
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { createScanner, ScanError } from '@soniquebay/scan'
import { postgresQueue, postgresStorage } from '@soniquebay/scan/postgres'
import { redisQueue } from '@soniquebay/scan/redis'
import { sqliteStorage } from '@soniquebay/scan/sqlite'
import { generateLibrary } from '@soniquebay/scan/testing'

const folder = process.argv[2]
const music = join(folder, 'music')
const files = 60
await generateLibrary({ directory: music, files, seed: 1 })

async function scanInto(options) {
  const scanner = await createScanner({ roots: [music], ...options })
  try {
    let ended = false
    const run = scanner.scan({ mode: 'incremental' })
    for await (const event of run.events) ended ||= event.type === 'scan-end'
    assert.ok(ended, 'the events end with scan-end')
    return (await run.result).counts
  } finally {
    await scanner.close()
  }
}

const path = join(folder, 'library.db')
const first = await scanInto({ storage: sqliteStorage({ path }) })
const second = await scanInto({ storage: sqliteStorage({ path }) })
const memory = await scanInto({})
assert.equal(first.added, files)
assert.equal(second.added, 0)
assert.equal(memory.added, files)

// A folder is no database. The error comes from one entry point and is recognised through another.
const unusable = sqliteStorage({ path: folder })
await assert.rejects(createScanner({ roots: [music], storage: unusable }), (error) => error instanceof ScanError)
await assert.rejects(createScanner({ roots: 7 }), (error) => ScanError.is(error))

// The optional peer is not installed: its entry point loads, and using it names the package and the command.
await assert.rejects(
  createScanner({ roots: [music], storage: postgresStorage({ connectionString: 'postgres://localhost' }) }),
  (error) => ScanError.is(error) && error.code === 'PEER_MISSING' && error.message.includes('npm install pg'),
)

for (const [queue, command] of [
  [redisQueue({ url: 'redis://localhost' }), 'npm install bullmq ioredis'],
  [postgresQueue({ connectionString: 'postgres://localhost' }), 'npm install bullmq pg'],
]) {
  await assert.rejects(
    queue.open(),
    (error) => ScanError.is(error) && error.code === 'PEER_MISSING' && error.message.includes(command),
  )
}

process.stdout.write(`${JSON.stringify({ node: process.version, music, files })}\n`)
