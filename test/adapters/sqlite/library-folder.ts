import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

/** Path of a database in a folder of its own, which goes with the test. */
export const freshDatabase = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'sqlite-adapter-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return join(folder, 'library.db')
}
