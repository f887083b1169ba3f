import { defineConfig } from 'vitest/config'
import fast from './vitest.config.ts'

/** The bars that take minutes. With `CI=true` each runs in its short form. One file at a time: they measure. */
export default defineConfig({
  ...fast,
  test: {
    ...fast.test,
    include: ['test/**/*.long.test.ts'],
    exclude: [],
    fileParallelism: false,
    testTimeout: 3_600_000,
    hookTimeout: 3_600_000,
  },
})
