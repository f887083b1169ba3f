import type { Command } from 'commander'
import { withScanner } from '../open-scanner.ts'
import { showOutput } from './options.ts'

/** `export`: the whole library as JSON lines. */
export const addExport = (program: Command): void => {
  program
    .command('export')
    .description('print the whole library as JSON lines, in an order that never depends on the storage')
    .option('--db <file>', 'the library (default: SONIQUEBAY_SCAN_DB, else library.db in the user’s data folder)')
    .option('--by-path', 'name tracks by their paths instead of ids, and leave missing ones out')
    .action(async (options: { db?: string; byPath?: boolean }) => {
      const output = showOutput()
      await withScanner(options, async ({ library }) => {
        for await (const line of library.export({ byPath: options.byPath === true })) output.print(line)
      })
    })
}
