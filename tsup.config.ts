import { existsSync } from 'node:fs'
import { defineConfig } from 'tsup'

/** Threads are entries of their own: each is started as a file, never imported. */
const threads = {
  'scan-thread': 'src/scan-thread.ts',
  'sqlite-thread': 'src/adapters/sqlite/thread.ts',
}

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    sqlite: 'src/sqlite.ts',
    postgres: 'src/postgres.ts',
    redis: 'src/redis.ts',
    testing: 'src/testing.ts',
    cli: 'src/cli/main.ts',
    ...Object.fromEntries(Object.entries(threads).filter(([, file]) => existsSync(file))),
  },
  format: 'esm',
  target: 'node22',
  platform: 'node',
  dts: {
    entry: {
      index: 'src/index.ts',
      sqlite: 'src/sqlite.ts',
      postgres: 'src/postgres.ts',
      redis: 'src/redis.ts',
      testing: 'src/testing.ts',
    },
  },
  // One copy of every class across the entry points, so that `instanceof` holds between them.
  splitting: true,
  // `node:sqlite` exists only with its prefix.
  removeNodeProtocol: false,
  clean: true,
})
