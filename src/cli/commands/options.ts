import { type Command, InvalidArgumentError } from 'commander'
import type { Page } from '../../core/ports/library-reader.ts'
import { type Output, processOutput } from '../output.ts'

/** Options shared by the commands that show something. */
export interface ShowOptions {
  readonly db?: string
  readonly json?: boolean
}

/** Adds `--db` and `--json`. */
export const showing = (command: Command): Command =>
  command
    .option(
      '--db <file>',
      'the library: a file, or postgres://… (default: SONIQUEBAY_SCAN_DB, else library.db in the user’s data folder)',
    )
    .option('--json', 'print JSON only, a line an item')

/** Parses a whole number of an option, at least `least`. */
export const wholeNumber =
  (least: number) =>
  (text: string): number => {
    const value = Number(text)
    if (!Number.isInteger(value) || value < least)
      throw new InvalidArgumentError(`It must be a whole number, at least ${least}.`)
    return value
  }

/** Output of a command that shows something. */
export const showOutput = (): Output => processOutput(false)

/** All items of a listing, or the first `limit`. */
export async function* listed<T>(
  fetch: (page: { readonly limit: number; readonly cursor?: string }) => Promise<Page<T>>,
  limit = Number.POSITIVE_INFINITY,
): AsyncGenerator<T> {
  let left = limit
  let cursor: string | undefined
  while (left > 0) {
    const page = await fetch({ limit: Math.min(left, 500), ...(cursor === undefined ? {} : { cursor }) })
    yield* page.items
    left -= page.items.length
    if (page.next === null) return
    cursor = page.next
  }
}
