import assert from 'node:assert/strict'
import { type SpawnSyncReturns, spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, delimiter, dirname, join, resolve } from 'node:path'

/**
 * `node test/package/smoke.ts` packs the package and uses it as a host would: installed from the tarball without
 * optional peers into an empty project, through its entry points and its command, on each Node it promises.
 */
const root = resolve(import.meta.dirname, '../..')
const versions = ['22.16.0', '24', '26']
const work = mkdtempSync(join(tmpdir(), 'scan-smoke-'))

function run(cwd: string, command: string, args: readonly string[], node = process.execPath): SpawnSyncReturns<string> {
  const env = { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH}` }
  return spawnSync(command, args, { cwd, env, encoding: 'utf8', timeout: 300_000 })
}

function must(result: SpawnSyncReturns<string>): string {
  assert.equal(result.status, 0, `${result.stderr}\n${result.stdout}\n${result.error ?? ''}`)
  return result.stdout
}

function project(name: string, fields: object): string {
  const folder = join(work, name)
  mkdirSync(folder)
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name, private: true, type: 'module', ...fields }))
  return folder
}

/** The tarball, after a look at what is in it. */
function pack(): string {
  const listing = must(run(root, 'npm', ['pack', '--json', '--silent', '--pack-destination', work]))
  // A list in npm 11, an object by package name since.
  const [packed] = Object.values<{ filename: string; files: { path: string }[] }>(JSON.parse(listing))
  assert.ok(packed, listing)
  const paths = packed.files.map(({ path }) => path)
  const strangers = paths.filter((path) => !/^(dist\/[\w-]+\.(js|d\.ts)|README\.md|LICENSE|package\.json)$/.test(path))
  assert.deepEqual(strangers, [], 'only the build, the README and the licence are published')
  for (const wanted of ['dist/cli.js', 'README.md', 'LICENSE'])
    assert.ok(paths.includes(wanted), `${wanted} is missing`)
  return join(work, packed.filename)
}

/** The binary of a Node version, from the npm package of that name. */
function nodeBinary(version: string): string {
  const folder = project(`node-${version}`, { allowScripts: { node: true } })
  must(run(folder, 'npm', ['install', `node@${version}`]))
  return join(folder, 'node_modules/node/bin/node')
}

function use(tarball: string, node: string, name: string): void {
  const folder = project(`host-${name}`, {})
  must(run(folder, 'npm', ['install', '--omit=optional', '--omit=peer', tarball], node))
  copyFileSync(join(root, 'test/package/consumer.mjs'), join(folder, 'consumer.mjs'))
  const seen = JSON.parse(must(run(folder, node, ['consumer.mjs', folder], node)))

  const cli = (...args: string[]) => run(folder, join(folder, 'node_modules/.bin/soniquebay-scan'), args, node)
  const db = ['--db', join(folder, 'cli.db')]
  JSON.parse(must(cli('scan', seen.music, ...db, '--json')))
  const tracks = must(cli('tracks', ...db, '--json'))
    .trim()
    .split('\n')
  assert.equal(tracks.length, seen.files, 'the command lists every track')
  assert.equal(cli('scan', join(folder, 'nowhere'), ...db).status, 2, 'an unknown folder is wrong usage')
  process.stdout.write(`ok ${seen.node}: ${basename(tarball)}\n`)
}

try {
  const tarball = pack()
  for (const version of versions) use(tarball, nodeBinary(version), version)
} finally {
  rmSync(work, { recursive: true, force: true })
}
