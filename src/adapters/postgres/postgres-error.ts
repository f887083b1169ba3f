import { ScanError } from '../../core/errors.ts'
import { wordsOf } from '../support/reach.ts'

/** The SQLSTATE of an error of `pg`, or the code of a failed connection (`ECONNREFUSED`); `undefined` for other errors. */
const sqlState = (error: unknown): string | undefined =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined

/** Classes of errors (https://www.postgresql.org/docs/current/errcodes-appendix.html) that the data of a row is to blame for: bad values, broken constraints, too long rows. */
const refused = /^(22|23|54)/
/** Serialisation failures and deadlocks: the same transaction may do now. */
const again = new Set(['40001', '40P01'])
/** Lost or refused connections, a server that stops or starts, exhausted resources, timeouts of locks and statements. */
const passing = /^(08|53|57P|57014|55P03|58|40|E[A-Z]+$)/

/** Whether running the transaction again may do. */
export const isConflict = (error: unknown): boolean => again.has(sqlState(error) ?? '')

/** Whether the connection itself is gone, for which `pg` has no code. */
const isCut = (error: unknown): boolean =>
  error instanceof Error &&
  /connection|terminat|timeout exceeded when trying to connect|not queryable/i.test(error.message)

/**
 * The {@link ScanError} for what a statement threw: `STORAGE_REFUSED` when the data of a row is to blame, else `STORAGE_FAILED`, retryable when the cause can pass.
 * Errors that already are one stay as they are.
 */
export const storageError = (error: unknown): unknown => {
  if (ScanError.is(error)) return error
  const code = sqlState(error)
  if (code === undefined && !isCut(error)) return error
  if (code !== undefined && refused.test(code))
    return new ScanError('STORAGE_REFUSED', `Postgres refused a row: ${wordsOf(error)} (${code}).`, { cause: error })
  return new ScanError(
    'STORAGE_FAILED',
    `Postgres failed: ${wordsOf(error)}${code === undefined ? '' : ` (${code})`}.`,
    {
      cause: error,
      retryable: code === undefined || passing.test(code),
    },
  )
}

const silent = 'the server does not answer: look at its address and at firewalls'

/** What to do, by SQLSTATE or by the code of a failed connection. */
const hints: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'no server answers there: start it, or correct the host and port of the URL',
  ENOENT: 'no server has its socket there: start it, or correct the folder in the URL',
  EAI_AGAIN: 'its host name cannot be looked up: correct the URL, or look at the network',
  ENOTFOUND: 'its host name is not known: correct the URL',
  EHOSTUNREACH: silent,
  ETIMEDOUT: silent,
  '25006': 'it takes no changes any more: use the URL of the primary server',
  '28P01': 'the user or the password is wrong: correct the URL, or set PGPASSWORD',
  '28000': 'this user may not log in: correct the URL, or pg_hba.conf of the server',
  '3D000': 'that database is not there: make it with createdb, or correct the URL',
  '42501':
    'this user lacks a right: grant it CREATE on the database, and make it the owner of the schema if that is there',
  '53300': 'the server has no connection left: raise its max_connections, or open fewer',
  '57P03': 'the server is starting or stopping: try again in a moment',
}

/** What to do about what `pg` says without a code. */
const hintsByWords: readonly (readonly [RegExp, string])[] = [
  [/password must be a(?: non-empty)? string/, 'it wants a password: put it into the URL, or set PGPASSWORD'],
  [/timeout/i, silent],
  [/invalid response|unexpected message|Connection terminated/i, 'what listens there is no Postgres: correct the URL'],
  [/does not support SSL/, 'the server has no TLS: take sslmode out of the URL, or set it up'],
]

const hintFor = (error: unknown): string | undefined => {
  const code = sqlState(error)
  if (code !== undefined && code in hints) return hints[code]
  return code === undefined ? hintsByWords.find(([words]) => words.test(wordsOf(error)))?.[1] : undefined
}

/** The error for a database that could not be opened. */
export const openError = (error: unknown, place: string): ScanError => {
  if (ScanError.is(error) && error.code !== 'STORAGE_FAILED') return error
  const cause = ScanError.is(error) ? error.cause : error
  const hint = hintFor(cause)
  const sentence = hint === undefined ? wordsOf(cause) : `${hint} (${wordsOf(cause)})`
  return new ScanError('STORAGE_UNAVAILABLE', `The database ${place} cannot be opened: ${sentence}.`, {
    cause,
  })
}
