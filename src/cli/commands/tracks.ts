import { type Command, Option } from 'commander'
import type { TrackQuery } from '../../core/ports/library-reader.ts'
import { withScanner } from '../open-scanner.ts'
import { clock } from '../output.ts'
import { listed, type ShowOptions, showing, showOutput, wholeNumber } from './options.ts'

interface TracksOptions extends ShowOptions {
  readonly root?: string
  readonly under?: string
  readonly artist?: string
  readonly album?: string
  readonly genre?: string
  readonly missing?: boolean
  readonly sort?: NonNullable<TrackQuery['sort']>
  readonly descending?: boolean
  readonly limit?: number
}

/** `tracks`: lists tracks. */
export const addTracks = (program: Command): void => {
  showing(program.command('tracks').description('list tracks'))
    .option('--root <id>', 'of one root')
    .option('--under <folder>', 'in and under a folder of the root')
    .option('--artist <id>', 'of one artist')
    .option('--album <id>', 'of one album')
    .option('--genre <name>', 'of one genre')
    .option('--missing', 'those whose file is missing')
    .addOption(
      new Option('--sort <key>', 'order')
        .choices(['path', 'title', 'album', 'year', 'added', 'updated', 'quality', 'duration'])
        .default('path'),
    )
    .option('--descending', 'the other way round')
    .option('--limit <n>', 'at most so many', wholeNumber(1))
    .action(async (options: TracksOptions) => {
      const output = showOutput()
      await withScanner(options, async ({ library }) => {
        const query: TrackQuery = {
          ...(options.root === undefined ? {} : { rootId: options.root }),
          ...(options.under === undefined ? {} : { under: `${options.under.replace(/\/+$/, '')}/` }),
          ...(options.artist === undefined ? {} : { artistId: options.artist }),
          ...(options.album === undefined ? {} : { albumId: options.album }),
          ...(options.genre === undefined ? {} : { genre: options.genre }),
          ...(options.missing === true ? { missing: true } : {}),
          ...(options.sort === undefined ? {} : { sort: options.sort }),
          ...(options.descending === true ? { descending: true } : {}),
        }
        for await (const track of listed((page) => library.tracks({ ...query, ...page }), options.limit)) {
          if (options.json) output.json(track)
          else
            output.print(
              `${track.artist ?? '?'} – ${track.title}  (${clock(track.durationMs)})  ${track.rootId}/${track.path}`,
            )
        }
      })
    })
}
