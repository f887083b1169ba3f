// Scans a folder into SQLite, shows what was found, and scans again: the second time there is nothing to do.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createScanner } from '@soniquebay/scan'
import { sqliteStorage } from '@soniquebay/scan/sqlite'
import { generateLibrary } from '@soniquebay/scan/testing'

const folder = await mkdtemp(join(tmpdir(), 'quickstart-'))
await generateLibrary({ directory: join(folder, 'music'), files: 200, seed: 1 })

const scanner = await createScanner({
  roots: [join(folder, 'music')],
  storage: sqliteStorage({ path: join(folder, 'library.db') }),
})
const first = await scanner.scan().result
console.log(`first scan: ${first.counts.added} tracks added, ${first.filesPerSecond} files/s`)

const { items: albums } = await scanner.library.albums({ limit: 3 })
for (const album of albums)
  console.log(`${album.albumArtist ?? 'Various Artists'} – ${album.title} (${album.trackCount} tracks)`)

const second = await scanner.scan().result
console.log(`second scan: ${second.counts.seen} files seen, ${second.counts.read} read`)
if (first.counts.added !== 200 || second.counts.read !== 0) throw new Error('the example does not do what it says')

await scanner.close()
await rm(folder, { recursive: true })
