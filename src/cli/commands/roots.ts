import type { Command } from 'commander'
import { withScanner } from '../open-scanner.ts'
import { columns } from '../output.ts'
import { type ShowOptions, showing, showOutput } from './options.ts'

/** `roots list|relocate|remove`. */
export const addRoots = (program: Command): void => {
  const roots = program.command('roots').description('the folders that make up the library')
  showing(roots.command('list', { isDefault: true }).description('list them')).action(async (options: ShowOptions) => {
    const output = showOutput()
    await withScanner(options, async ({ library }) => {
      const all = await library.roots()
      if (options.json) for (const root of all) output.json(root)
      else for (const line of columns(all.map((root) => [root.id, root.location]))) output.print(line)
    })
  })
  showing(
    roots
      .command('relocate')
      .description('say that a root is now at another place; its tracks keep their ids')
      .argument('<id>')
      .argument('<folder>'),
  ).action(async (id: string, folder: string, options: ShowOptions) => {
    await withScanner(options, ({ library }) => library.relocateRoot(id, folder))
    showOutput().note(`${id} is at ${folder} now. Scan it to see what is there.`)
  })
  showing(
    roots
      .command('remove')
      .description('forget a root; its tracks are marked missing, and go with the next purge')
      .argument('<id>'),
  ).action(async (id: string, options: ShowOptions) => {
    await withScanner(options, ({ library }) => library.removeRoot(id))
    showOutput().note(`${id} is forgotten. Its tracks are marked missing.`)
  })
}
