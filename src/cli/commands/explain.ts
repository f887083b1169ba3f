import type { Command } from 'commander'
import { locate } from '../locate.ts'
import { withScanner } from '../open-scanner.ts'
import { type ShowOptions, showing, showOutput } from './options.ts'

/** `explain`: everything the library knows of one file. */
export const addExplain = (program: Command): void => {
  showing(
    program
      .command('explain')
      .description('everything the library knows of one file')
      .argument('<file>', 'a path, or root/path as listed'),
  ).action(async (file: string, options: ShowOptions) => {
    const output = showOutput()
    await withScanner(options, async ({ library }) => {
      const { rootId, path } = locate(file, await library.roots())
      const explanation = await library.explain(rootId, path)
      if (options.json) {
        output.json(explanation)
        return
      }
      output.print(`${rootId}/${path}`)
      if (explanation.tracks.length === 0) output.print('  no track is stored at this path')
      for (const track of explanation.tracks) {
        const state =
          track.missingSince === null
            ? 'present'
            : `missing since ${new Date(track.missingSince).toISOString()} (${track.missingReason})`
        output.print(`  track ${track.id}: ${track.artist ?? '?'} – ${track.title}, ${state}`)
        output.print(
          `    album: ${track.album ?? 'none'} [${track.albumId ?? 'no album'}]; audio: ${track.audioKey ?? 'no rule for this format: identity by path only'}`,
        )
        output.print(
          `    read by ${track.reader ?? 'nothing: its tags could not be read'}; quality ${track.quality} ${track.qualityIssues.join(', ')}`,
        )
        output.print(
          `    added ${new Date(track.addedAt).toISOString()}, updated ${new Date(track.updatedAt).toISOString()}`,
        )
      }
      if (explanation.pending) output.print('  an arrival waits here for the next scan to judge')
      if (explanation.lossRecorded) output.print('  its loss is recorded and waits for the next scan to judge')
      if (explanation.error !== null) output.print(`  error: ${explanation.error.message} [${explanation.error.code}]`)
      for (const twin of explanation.duplicates)
        output.print(`  same audio: ${twin.rootId}/${twin.path}${twin.missing ? ' (missing)' : ''}`)
      for (const task of explanation.tasks) output.print(`  owes: ${task.kind} ${task.version}`)
    })
  })
}
