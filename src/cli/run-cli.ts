import { Command, CommanderError } from 'commander'
import { ScanError } from '../core/errors.ts'
import { addAlbums } from './commands/albums.ts'
import { addArtists } from './commands/artists.ts'
import { addControl } from './commands/control.ts'
import { addDoctor } from './commands/doctor.ts'
import { addErrors } from './commands/errors.ts'
import { addExplain } from './commands/explain.ts'
import { addExport } from './commands/export.ts'
import { addInspect } from './commands/inspect.ts'
import { addPurge } from './commands/purge.ts'
import { addRoots } from './commands/roots.ts'
import { addScan } from './commands/scan.ts'
import { addSearch } from './commands/search.ts'
import { addStats } from './commands/stats.ts'
import { addStatus } from './commands/status.ts'
import { addTasks } from './commands/tasks.ts'
import { addTracks } from './commands/tracks.ts'
import { addWork } from './commands/work.ts'
import { exitCode, exitCodeOf } from './exit-codes.ts'
import { packageVersion } from './package-version.ts'

/** A command's way to say how the process ends. */
export type SetExit = (code: number) => void

/** Runs one command line and returns its exit code. */
export const runCli = async (args: readonly string[]): Promise<number> => {
  let code: number = exitCode.done
  const setExit: SetExit = (next) => {
    code = next
  }
  const program = new Command('soniquebay-scan')
    .description('Turns folders of music into a library: scan them, then search, list, inspect and export it.')
    .version(packageVersion())
    .enablePositionalOptions()
    .showHelpAfterError('(soniquebay-scan --help lists commands and options)')
    .configureHelp({ showGlobalOptions: true })
    .exitOverride()
  for (const add of [
    addScan,
    addInspect,
    addSearch,
    addTracks,
    addAlbums,
    addArtists,
    addStats,
    addErrors,
    addExplain,
    addRoots,
    addPurge,
    addExport,
    addWork,
    addStatus,
    addControl,
    addTasks,
    addDoctor,
  ]) {
    add(program, setExit)
  }
  try {
    await program.parseAsync(args as string[], { from: 'user' })
    return code
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.done : exitCode.usage
    process.stderr.write(`${sentence(error)}\n`)
    return exitCodeOf(error)
  }
}

const sentence = (error: unknown): string => {
  if (ScanError.is(error)) return `${error.message} [${error.code}]`
  if (error instanceof DOMException && error.name === 'AbortError')
    return 'Interrupted. The next scan goes on from here.'
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
