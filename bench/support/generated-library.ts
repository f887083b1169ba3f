import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { generateLibrary } from '@soniquebay/scan/testing'

const seed = 1

/** The folder of a generated library of so many files: made once, used again by later runs. */
export const generatedLibrary = async (scratch: string, files: number, tiny = false): Promise<string> => {
  const directory = join(scratch, `bench-library-${files}${tiny ? '-tiny' : ''}`)
  const complete = `${directory}.complete`
  if (existsSync(complete)) return directory
  process.stderr.write(`Generating ${files} files in ${directory} …\n`)
  rmSync(directory, { recursive: true, force: true })
  await generateLibrary({ directory, files, seed, tiny })
  // Folders that changed within the last two seconds are not trusted by a scan and would be looked at again.
  await setTimeout(3000)
  writeFileSync(complete, '')
  return directory
}
