import type { Command } from 'commander'
import { withScanner } from '../open-scanner.ts'
import { listed, type ShowOptions, showing, showOutput } from './options.ts'

/** `errors`: files that could not be handled as they should. */
export const addErrors = (program: Command): void => {
  showing(program.command('errors').description('list the files that failed, and why'))
    .option('--root <id>', 'of one root')
    .option('--code <code>', 'of one kind, e.g. FILE_DAMAGED')
    .action(async (options: ShowOptions & { root?: string; code?: string }) => {
      const output = showOutput()
      await withScanner(options, async ({ library }) => {
        const query = {
          ...(options.root === undefined ? {} : { rootId: options.root }),
          ...(options.code === undefined ? {} : { code: options.code }),
        }
        for await (const error of listed((page) => library.errors({ ...query, ...page }))) {
          if (options.json) output.json(error)
          else output.print(`${error.code}  ${error.rootId}/${error.path}  ${error.message}`)
        }
      })
    })
}
