import { globSync, readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { dirname, join, normalize, resolve } from 'node:path'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '..')
const files = (pattern: string) => globSync(pattern, { cwd: root }).sort()
const read = (file: string) => readFileSync(join(root, file), 'utf8')

/** Built-ins that touch nothing outside the process. */
const pure = [
  'node:assert',
  'node:assert/strict',
  'node:async_hooks',
  'node:buffer',
  'node:crypto',
  'node:events',
  'node:path',
  'node:perf_hooks',
  'node:timers',
  'node:timers/promises',
  'node:url',
  'node:util',
]

/** What the files of one room may import: by folder, by built-in, by package. */
interface Room {
  readonly folders: readonly string[]
  readonly builtins: readonly string[] | 'all'
  readonly packages: readonly string[] | 'all'
}

/** The packages each adapter is about. An adapter that is not listed uses none. */
const adapterPackages: Readonly<Record<string, readonly string[]>> = {
  inprocess: ['p-queue'],
  memory: ['rate-limiter-flexible'],
  postgres: ['kysely', 'pg'],
  redis: ['bullmq', 'ioredis', 'rate-limiter-flexible'],
  sqlite: ['kysely'],
  // BullMQ runs on Redis and on Postgres, Kysely writes SQL for SQLite and Postgres, rate limits are kept in memory and on Redis.
  support: ['bullmq', 'kysely', 'rate-limiter-flexible'],
  tags: ['music-metadata'],
  threads: ['birpc'],
}

/** The packages a stage may use: gitignore syntax is not ours to write again. */
const stagePackages: Readonly<Record<string, readonly string[]>> = { discover: ['ignore'] }

/** The composition roots: of the host's process, of the threads it starts, and of the command. */
const composition: Room = { folders: ['src/'], builtins: 'all', packages: 'all' }

function roomOf(file: string): Room | undefined {
  const [, first = '', second = ''] = file.split('/')
  switch (first) {
    case 'core':
      return { folders: ['src/core/'], builtins: pure, packages: [] }
    case 'stages':
      return { folders: ['src/core/', `src/stages/${second}/`], builtins: pure, packages: stagePackages[second] ?? [] }
    case 'adapters':
      return {
        folders: ['src/core/', `src/adapters/${second}/`, 'src/adapters/support/'],
        builtins: 'all',
        packages: adapterPackages[second] ?? [],
      }
    case 'testing':
      return {
        folders: ['src/core/', 'src/testing/'],
        builtins: [...pure, 'node:fs', 'node:fs/promises', 'node:net', 'node:os', 'node:zlib', 'node:worker_threads'],
        packages: [],
      }
    case 'cli':
    case 'scanner':
    case 'scanner.ts':
    case 'extract-tasks.ts':
    case 'scan-tasks.ts':
    case 'scan-thread.ts':
      return composition
    case 'config.ts':
      return { folders: ['src/core/', 'src/stages/'], builtins: pure, packages: ['croner', 'zod'] }
    case 'index.ts':
    case 'postgres.ts':
    case 'redis.ts':
    case 'sqlite.ts':
    case 'testing.ts':
      return { folders: ['src/'], builtins: [], packages: [] }
    default:
      return undefined
  }
}

function importsOf(file: string): string[] {
  return ts.preProcessFile(read(file), true, true).importedFiles.map(({ fileName }) => fileName)
}

function isAllowed(file: string, room: Room, specifier: string): boolean {
  if (specifier.startsWith('.')) {
    const target = normalize(join(dirname(file), specifier))
    return specifier.endsWith('.ts') && room.folders.some((folder) => target.startsWith(folder))
  }
  if (isBuiltin(specifier)) return room.builtins === 'all' || room.builtins.includes(specifier)
  return room.packages === 'all' || room.packages.includes(specifier)
}

function breaches(file: string, specifiers = importsOf(file)): string[] {
  const room = roomOf(file)
  if (room === undefined) return [`${file} lies in no room of the layout`]
  return specifiers.filter((specifier) => !isAllowed(file, room, specifier)).map((it) => `${file} imports ${it}`)
}

function hasNode(source: ts.SourceFile, matches: (node: ts.Node) => boolean): boolean {
  const visit = (node: ts.Node): boolean => matches(node) || (ts.forEachChild(node, visit) ?? false)
  return visit(source)
}

const parse = (file: string) => ts.createSourceFile(file, read(file), ts.ScriptTarget.Latest)

describe('the rule of imports', () => {
  it('holds in every source file', () => {
    const sources = files('src/**/*.ts')
    expect(sources).not.toHaveLength(0)
    expect(sources.flatMap((file) => breaches(file))).toEqual([])
  })

  it.each([
    ['src/core/run.ts', '../stages/discover/discover.ts'],
    ['src/core/run.ts', 'node:fs'],
    ['src/core/run.ts', 'zod'],
    ['src/core/run.ts', './errors.js'],
    ['src/stages/extract/extract.ts', '../../adapters/tags/id3.ts'],
    ['src/stages/extract/extract.ts', '../batch/batch.ts'],
    ['src/adapters/sqlite/storage.ts', '../memory/storage.ts'],
    ['src/adapters/sqlite/storage.ts', '../../stages/batch/batch.ts'],
    ['src/adapters/sqlite/storage.ts', 'music-metadata'],
    ['src/testing/fake.ts', '../adapters/memory/storage.ts'],
    ['src/testing/fake.ts', 'vitest'],
    ['src/config.ts', './adapters/tags/read-file.ts'],
    ['src/index.ts', 'zod'],
    ['src/helpers/misc.ts', 'node:path'],
  ])('refuses %s importing %s', (file, specifier) => {
    expect(breaches(file, [specifier])).toHaveLength(1)
  })
})

describe('the form of the files', () => {
  it('keeps every file within 350 lines', () => {
    const long = files('{src,test,bench,examples,scripts}/**/*.ts')
      .map((file) => ({ file, lines: read(file).split('\n').length - 1 }))
      .filter(({ lines }) => lines > 350)
    expect(long).toEqual([])
  })

  it('has no `any` in the core', () => {
    const isAny = (node: ts.Node) => node.kind === ts.SyntaxKind.AnyKeyword
    expect(files('src/core/**/*.ts').filter((file) => hasNode(parse(file), isAny))).toEqual([])
  })

  it('exports by name: no `export *` and no default export', () => {
    const isUnnamed = (node: ts.Node) =>
      ts.isExportAssignment(node) ||
      (ts.isExportDeclaration(node) && node.exportClause === undefined) ||
      node.kind === ts.SyntaxKind.DefaultKeyword
    const offenders = files('src/**/*.ts').filter((file) =>
      parse(file).statements.some((statement) => isUnnamed(statement) || hasDefaultModifier(statement)),
    )
    expect(offenders).toEqual([])
  })

  it('names files and folders in kebab-case', () => {
    const names = files('{src,test,bench,examples,scripts}/**/*.ts').filter((file) => !/^[a-z0-9\-./]+$/.test(file))
    expect(names).toEqual([])
  })
})

function hasDefaultModifier(node: ts.Node): boolean {
  return (
    ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword)
  )
}
