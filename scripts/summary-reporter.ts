import type { Reporter, SerializedError, TestModule } from 'vitest/node'

const tests = (count: number): string => (count === 1 ? '1 test' : `${count} tests`)

/**
 * Ends a test run with `N passed, N failed` alone on a line.
 * Before it, what was not run for want of what, as the files noted it (`test/support/not-run.ts`).
 * A file that cannot be loaded and an error outside a test count as failures: neither belongs to a test.
 */
// biome-ignore lint/style/noDefaultExport: vitest loads a reporter by its default export
export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly SerializedError[]): void {
    let passed = 0
    let failed = unhandledErrors.length
    let otherwise = 0
    const needs = new Map<string, number>()
    for (const module of modules) {
      failed += module.errors().length
      for (const suite of module.children.allSuites()) failed += suite.errors().length
      let skipped = 0
      for (const test of module.children.allTests()) {
        const { state } = test.result()
        if (state === 'passed') passed++
        if (state === 'failed') failed++
        if (state === 'skipped') skipped++
      }
      const { missing = [] } = module.meta()
      for (const need of missing) needs.set(need, (needs.get(need) ?? 0) + skipped)
      if (missing.length === 0) otherwise += skipped
    }
    // A file that fails to load, or makes no tests without a server, has none to count.
    for (const [need, count] of needs)
      process.stdout.write(
        `Not run: ${count === 0 ? 'some tests' : tests(count)} need${count === 1 ? 's' : ''} ${need}.\n`,
      )
    if (otherwise > 0) process.stdout.write(`Not run: ${tests(otherwise)}, for other reasons.\n`)
    process.stdout.write(`${passed} passed, ${failed} failed\n`)
  }
}
