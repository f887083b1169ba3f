import { mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'

/** The default database: in the user's data folder (XDG Base Directory Specification; `LOCALAPPDATA` on Windows). */
export const defaultDatabasePath = (env: NodeJS.ProcessEnv = process.env): string => {
  const data =
    env.XDG_DATA_HOME ||
    (process.platform === 'win32' ? env.LOCALAPPDATA : undefined) ||
    join(homedir(), '.local', 'share')
  return join(data, 'soniquebay-scan', 'library.db')
}

/** Makes the folder of the default database; a folder that the user named must exist. */
export const ensureDefaultFolder = (path: string): void => {
  if (path === defaultDatabasePath()) mkdirSync(dirname(path), { recursive: true })
}
