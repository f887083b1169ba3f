import type { Command } from 'commander'
import { withScanner } from '../open-scanner.ts'
import { bytes, clock, columns, count } from '../output.ts'
import { type ShowOptions, showing, showOutput } from './options.ts'

/** `stats`: what the library holds. */
export const addStats = (program: Command): void => {
  showing(program.command('stats').description('what the library holds')).action(async (options: ShowOptions) => {
    const output = showOutput()
    await withScanner(options, async ({ library }) => {
      const stats = await library.stats()
      if (options.json) {
        output.json(stats)
        return
      }
      const rows = [
        ['tracks', count(stats.tracks)],
        ['missing', count(stats.missing)],
        ['albums', count(stats.albums)],
        ['artists', count(stats.artists)],
        ['genres', count(stats.genres)],
        ['playing time', clock(stats.durationMs)],
        ['size', bytes(stats.bytes)],
        ['files with errors', count(stats.errors)],
        ['tasks owed', count(stats.tasks)],
        ...stats.byRoot.map((root) => [
          `root ${root.rootId}`,
          `${count(root.tracks)} tracks, ${count(root.missing)} missing, ${bytes(root.bytes)}`,
        ]),
        ...stats.byCodec.map((codec) => [codec.codec, `${count(codec.tracks)} tracks`]),
      ]
      for (const line of columns(rows)) output.print(line)
    })
  })
}
