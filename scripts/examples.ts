import { spawnSync } from 'node:child_process'
import { globSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** Runs every example against the built package. One that fails or prints nothing fails the run. */
const root = resolve(import.meta.dirname, '..')
const examples = globSync('examples/*.ts', { cwd: root }).sort()
let failed = examples.length === 0 ? 1 : 0

for (const example of examples) {
  process.stdout.write(`\n── ${example}\n`)
  const { status, stdout } = spawnSync(process.execPath, [join(root, example)], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: 120_000,
  })
  process.stdout.write(stdout)
  if (status !== 0 || stdout === '') {
    failed++
    process.stdout.write(`${example} failed (exit status ${status})\n`)
  }
}
process.stdout.write(`\n${examples.length - failed} passed, ${failed} failed\n`)
process.exitCode = failed === 0 ? 0 : 1
