import { type Command, Option } from 'commander'
import type { ReaderChoice } from '../../adapters/tags/read-file.ts'
import { clock } from '../output.ts'
import { showOutput } from './options.ts'

/** `inspect`: what the readers find in files, without a library. */
export const addInspect = (program: Command): void => {
  program
    .command('inspect')
    .description('show what the tags, the format and the audio key of files are, without a library')
    .argument('<files...>')
    .option('--json', 'print one JSON line a file')
    .addOption(
      new Option('--reader <name>', 'who reads them').choices(['auto', 'native', 'music-metadata']).default('auto'),
    )
    .action(async (files: string[], options: { json?: boolean; reader: ReaderChoice }) => {
      // Loaded on use: no other command needs the readers in this thread.
      const { inspectFile } = await import('../inspect-file.ts')
      const output = showOutput()
      for (const file of files) {
        const found = await inspectFile(file, options.reader)
        if (options.json) {
          output.json(found)
          continue
        }
        output.print(file)
        if (found.error !== null) output.print(`  ${found.error.message} [${found.error.code}]`)
        if (found.format === null) continue
        output.print(
          `  ${found.artists.join(', ') || '?'} – ${found.title}  [${found.album ?? 'no album'}]  ${found.date ?? ''}`,
        )
        const { container, codec, durationMs, bitrate, sampleRate, channels } = found.format
        output.print(
          `  ${container}/${codec}, ${clock(durationMs ?? null)}, ${bitrate ?? '?'} bit/s, ${sampleRate ?? '?'} Hz, ${channels ?? '?'} channels`,
        )
        output.print(
          `  read by ${found.reader}; audio ${found.audioKey ?? 'has no key'}; quality ${found.quality} ${found.qualityIssues.join(', ')}`,
        )
      }
    })
}
