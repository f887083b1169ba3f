import type { Command } from 'commander'
import { withScanner } from '../open-scanner.ts'
import { listed, type ShowOptions, showing, showOutput, wholeNumber } from './options.ts'

/** `artists`: lists artists. */
export const addArtists = (program: Command): void => {
  showing(program.command('artists').description('list artists'))
    .option('--album-artists', 'only those of albums')
    .option('--limit <n>', 'at most so many', wholeNumber(1))
    .action(async (options: ShowOptions & { albumArtists?: boolean; limit?: number }) => {
      const output = showOutput()
      await withScanner(options, async ({ library }) => {
        const query = options.albumArtists === true ? { albumArtists: true } : {}
        for await (const artist of listed((page) => library.artists({ ...query, ...page }), options.limit)) {
          if (options.json) output.json(artist)
          else output.print(`${artist.name}  (${artist.trackCount} tracks, ${artist.albumCount} albums)  ${artist.id}`)
        }
      })
    })
}
