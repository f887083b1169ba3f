import { ScanError } from '../../core/errors.ts'

/** Primary result codes (https://www.sqlite.org/rescode.html). */
const resultCodes: Readonly<Record<string, number>> = {
  SQLITE_BUSY: 5,
  SQLITE_LOCKED: 6,
  SQLITE_NOMEM: 7,
  SQLITE_READONLY: 8,
  SQLITE_INTERRUPT: 9,
  SQLITE_IOERR: 10,
  SQLITE_CORRUPT: 11,
  SQLITE_FULL: 13,
  SQLITE_CANTOPEN: 14,
  SQLITE_TOOBIG: 18,
  SQLITE_CONSTRAINT: 19,
  SQLITE_MISMATCH: 20,
  SQLITE_RANGE: 25,
  SQLITE_NOTADB: 26,
}

const refused = new Set([18, 19, 20, 25])
const passing = new Set([5, 6, 7, 9, 10, 13])
const sentences: Readonly<Record<number, string>> = {
  5: 'another program is writing to the database',
  6: 'the database is locked by another statement of this connection',
  8: 'the database cannot be written to: check the permissions of the file and its folder',
  10: 'the disk reported an error',
  11: 'the database file is damaged: restore a backup, or delete the file and scan again',
  13: 'the disk is full',
  14: 'the database file cannot be opened: check that its folder exists and can be written to',
  26: 'the file is not a SQLite database: give another path',
}

/** The primary result code of an error of `node:sqlite` (`errcode`) or better-sqlite3 (`code`); `undefined` for other errors. */
export const resultCode = (error: unknown): number | undefined => {
  if (typeof error !== 'object' || error === null) return undefined
  if ('errcode' in error && typeof error.errcode === 'number') return error.errcode & 0xff
  if (!('code' in error) || typeof error.code !== 'string') return undefined
  const name = error.code.split('_', 2).join('_')
  return resultCodes[name]
}

/** What the result code means to a person; the library's own words when there is nothing better. */
const sentenceOf = (error: unknown): string => {
  const sentence = sentences[resultCode(error) ?? 0]
  return sentence ?? (error instanceof Error ? error.message : String(error))
}

/**
 * The {@link ScanError} for what a statement threw: `STORAGE_REFUSED` when the data of a row is to blame, else `STORAGE_FAILED`, retryable when the cause can pass.
 * Errors that already are one stay as they are.
 */
export const storageError = (error: unknown): unknown => {
  if (ScanError.is(error)) return error
  const code = resultCode(error)
  if (code === undefined) return error
  if (refused.has(code))
    return new ScanError('STORAGE_REFUSED', `SQLite refused a row: ${sentenceOf(error)}.`, { cause: error })
  return new ScanError('STORAGE_FAILED', `SQLite failed: ${sentenceOf(error)}.`, {
    cause: error,
    retryable: passing.has(code),
  })
}

/** The error for a database that could not be opened. */
export const openError = (error: unknown, path: string): ScanError => {
  if (ScanError.is(error) && error.code !== 'STORAGE_FAILED') return error
  const cause = ScanError.is(error) ? error.cause : error
  return new ScanError('STORAGE_UNAVAILABLE', `The database ${path} cannot be opened: ${sentenceOf(cause)}.`, {
    path,
    cause,
  })
}
