import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

// Threads and processes start from TypeScript sources here: their types are stripped once, not in each of hundreds.
process.env.NODE_COMPILE_CACHE ??= join(tmpdir(), 'soniquebay-compile-cache')

const source = (path: string) => new URL(path, import.meta.url).pathname

export default defineConfig({
  resolve: {
    // Tests that import the package by its name get the sources, so that no test depends on a stale build.
    alias: [
      { find: /^@soniquebay\/scan$/, replacement: source('src/index.ts') },
      { find: /^@soniquebay\/scan\/(\w+)$/, replacement: source('src/$1.ts') },
    ],
  },
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/**/*.long.test.ts'],
    globalSetup: './test/support/servers.ts',
    reporters: ['default', './scripts/summary-reporter.ts'],
    // Many tests wait for servers and processes: three files at a time even on two cores.
    maxWorkers: 3,
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
})
