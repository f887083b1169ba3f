import { defineConfig } from 'vitest/config'

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
    reporters: ['default', './scripts/summary-reporter.ts'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
})
