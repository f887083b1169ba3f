import { spawnSync } from 'node:child_process'
import { globSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

/**
 * `node scripts/with-build.ts <script> [arguments…]` runs a script in this process, after building the package when
 * `dist/` is missing or older than the sources. What the build prints goes to stderr: stdout belongs to the script.
 */
const root = resolve(import.meta.dirname, '..')

function modified(path: string): number {
  return statSync(join(root, path), { throwIfNoEntry: false })?.mtimeMs ?? 0
}

function isStale(): boolean {
  // The declarations are written last: a build that failed half-way left none.
  const built = modified('dist/index.d.ts')
  const inputs = [...globSync('src/**/*.ts', { cwd: root }), 'package.json', 'tsconfig.json', 'tsup.config.ts']
  return inputs.some((path) => modified(path) > built)
}

if (isStale()) {
  process.stderr.write('Building dist/ …\n')
  const tsup = join(root, 'node_modules/tsup/dist/cli-default.js')
  const { status } = spawnSync(process.execPath, [tsup, '--silent'], { cwd: root, stdio: ['ignore', 2, 2] })
  if (status !== 0) process.exit(1)
}

const [script, ...rest] = process.argv.slice(2)
if (script === undefined) throw new TypeError('with-build.ts needs the script to run')
const file = resolve(root, script)
// npm starts scripts in the package's folder; a relative path on the command line means the caller's.
process.chdir(process.env.INIT_CWD ?? process.cwd())
process.argv = [process.execPath, file, ...rest]
await import(pathToFileURL(file).href)
