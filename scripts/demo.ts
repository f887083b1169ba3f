import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { generateLibrary } from '@soniquebay/scan/testing'

/** `npm run demo`: generates a small library, scans it with the command and shows what is in it. */
const cli = resolve(import.meta.dirname, '../dist/cli.js')
const folder = mkdtempSync(join(tmpdir(), 'soniquebay-demo-'))
const music = join(folder, 'music')
const db = join(folder, 'library.db')

function show(...args: string[]): void {
  process.stdout.write(`\n$ soniquebay-scan ${args.join(' ')}\n`)
  const { status } = spawnSync(process.execPath, [cli, ...args, '--db', db], { stdio: 'inherit' })
  if (status !== 0) throw new Error(`soniquebay-scan ${args[0]} ended with ${status}`)
}

try {
  process.stdout.write(`Generating 200 files in ${music}\n`)
  await generateLibrary({ directory: music, files: 200, seed: 1 })
  show('scan', music)
  show('stats')
  show('artists')
  show('albums')
  show('scan', music)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
