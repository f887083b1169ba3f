// Deferred work of a host's own: a SHA-256 of each file, owed by every track from when it is stored, done beside the scans, and kept with the track.
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createScanner, type DeferredStage } from '@soniquebay/scan'
import { sqliteStorage } from '@soniquebay/scan/sqlite'
import { generateLibrary } from '@soniquebay/scan/testing'

const checksum: DeferredStage = {
  kind: 'sha256',
  // Another version makes every track owe it again.
  version: '1',
  // A file whose tags change is another file.
  derivesFrom: 'tags',
  async work({ file }, signal) {
    const hash = createHash('sha256')
    for await (const chunk of createReadStream(file, { signal })) hash.update(chunk)
    return hash.digest('hex')
  },
}

const folder = await mkdtemp(join(tmpdir(), 'checksums-'))
const music = join(folder, 'music')
await generateLibrary({ directory: music, files: 200, seed: 4 })
const scanner = await createScanner({
  roots: [music],
  storage: sqliteStorage({ path: join(folder, 'library.db') }),
  deferred: [checksum],
  queues: { sha256: { concurrency: 8 } },
})

await scanner.scan().result
console.log('owed:', await scanner.tasks.count())

// In this process; with a shared queue, in as many as you like: `soniquebay-scan work` on other machines.
const work = scanner.work()
while ((await scanner.tasks.count()).some(({ state }) => state !== 'done')) await sleep(50)
await work.stop()
console.log('then:', await scanner.tasks.count())

const { items } = await scanner.library.tracks({ limit: 1 })
for (const { id, path } of items) {
  const [value] = await scanner.tasks.derived([id], ['sha256'])
  const expected = createHash('sha256')
    .update(await readFile(join(music, path)))
    .digest('hex')
  console.log(`${path}: ${value?.value}`)
  if (value?.value !== expected) throw new Error('the example does not do what it says')
}

await scanner.close()
await rm(folder, { recursive: true })
