import type { Command } from 'commander'
import { withScanner } from '../open-scanner.ts'
import { clock } from '../output.ts'
import { listed, type ShowOptions, showing, showOutput, wholeNumber } from './options.ts'

/** `albums`: lists albums. */
export const addAlbums = (program: Command): void => {
  showing(program.command('albums').description('list albums'))
    .option('--artist <id>', 'of one artist')
    .option('--genre <name>', 'of one genre')
    .option('--limit <n>', 'at most so many', wholeNumber(1))
    .action(async (options: ShowOptions & { artist?: string; genre?: string; limit?: number }) => {
      const output = showOutput()
      await withScanner(options, async ({ library }) => {
        const query = {
          ...(options.artist === undefined ? {} : { artistId: options.artist }),
          ...(options.genre === undefined ? {} : { genre: options.genre }),
        }
        for await (const album of listed((page) => library.albums({ ...query, ...page }), options.limit)) {
          if (options.json) output.json(album)
          else {
            const by = album.albumArtist ?? 'Various Artists'
            output.print(
              `${by} – ${album.title}  (${album.year ?? '?'}, ${album.trackCount} tracks, ${clock(album.durationMs)})  ${album.id}`,
            )
          }
        }
      })
    })
}
