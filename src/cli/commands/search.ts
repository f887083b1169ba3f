import type { Command } from 'commander'
import { withScanner } from '../open-scanner.ts'
import { type ShowOptions, showing, showOutput, wholeNumber } from './options.ts'

/** `search`: finds tracks, albums and artists by words. */
export const addSearch = (program: Command): void => {
  showing(
    program
      .command('search')
      .description('find tracks, albums and artists by words')
      .argument('<words...>', 'the last one may be a beginning'),
  )
    .option('--limit <n>', 'at most so many of each', wholeNumber(1), 20)
    .action(async (words: string[], options: ShowOptions & { limit: number }) => {
      const output = showOutput()
      await withScanner(options, async ({ library }) => {
        const found = await library.search(words.join(' '), { limit: options.limit })
        if (options.json) {
          output.json(found)
          return
        }
        for (const artist of found.artists) output.print(`artist  ${artist.name}  (${artist.trackCount} tracks)`)
        for (const album of found.albums)
          output.print(`album   ${album.albumArtist ?? 'Various Artists'} – ${album.title}  (${album.year ?? '?'})`)
        for (const track of found.tracks)
          output.print(`track   ${track.artist ?? '?'} – ${track.title}  ${track.rootId}/${track.path}`)
        if (found.artists.length + found.albums.length + found.tracks.length === 0) output.note('Nothing found.')
      })
    })
}
