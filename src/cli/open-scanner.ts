import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { sqliteStorage } from '../adapters/sqlite/sqlite-storage.ts'
import type { RootConfig, ScannerConfig } from '../config.ts'
import { ScanError } from '../core/errors.ts'
import { createScanner, type Scanner } from '../scanner.ts'
import { defaultDatabasePath, ensureDefaultFolder } from './database-path.ts'

/** Options that every command on a library has. */
export interface LibraryOptions {
  readonly db?: string
}

/** The database that a command works on. */
export const databasePath = ({ db }: LibraryOptions): string =>
  resolve(db ?? process.env.SONIQUEBAY_SCAN_DB ?? defaultDatabasePath())

/** A scanner over the command's database. */
export const openScanner = (
  options: LibraryOptions,
  roots: readonly (string | RootConfig)[] = [],
  more: Omit<ScannerConfig, 'roots' | 'storage'> = {},
): Promise<Scanner> => {
  const path = databasePath(options)
  ensureDefaultFolder(path)
  return createScanner({ ...more, roots, storage: sqliteStorage({ path }) })
}

/** Opens a library that exists, does something with it, and closes it whatever happens. */
export const withScanner = async <T>(options: LibraryOptions, work: (scanner: Scanner) => Promise<T>): Promise<T> => {
  const path = databasePath(options)
  if (!existsSync(path)) {
    throw new ScanError('USAGE', `There is no library at ${path}. Make one with: soniquebay-scan scan <folder>`, {
      path,
    })
  }
  const scanner = await openScanner(options)
  try {
    return await work(scanner)
  } finally {
    await scanner.close()
  }
}
