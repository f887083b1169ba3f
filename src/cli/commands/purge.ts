import { type Command, InvalidArgumentError } from 'commander'
import { withScanner } from '../open-scanner.ts'
import { type ShowOptions, showing, showOutput } from './options.ts'

const units: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 }

const duration = (text: string): number => {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)([smhdw])$/.exec(text) ?? []
  const factor = units[unit ?? '']
  if (factor === undefined) throw new InvalidArgumentError('It must be a number with s, m, h, d or w, like 30d.')
  return Number(amount) * factor
}

/** `purge`: deletes tracks that have been missing for long. */
export const addPurge = (program: Command): void => {
  showing(
    program
      .command('purge')
      .description('delete the tracks that have been missing for a while, with all that derives from them'),
  )
    .requiredOption('--missing-for <time>', 'for at least so long, like 30d', duration)
    .action(async (options: ShowOptions & { missingFor: number }) => {
      const output = showOutput()
      await withScanner(options, async ({ library }) => {
        const ids = await library.purge({ missingFor: options.missingFor })
        if (options.json) output.json({ purged: ids })
        else output.note(`${ids.length} tracks were deleted.`)
      })
    })
}
