import { ScanError } from '../errors.ts'

/** Where a page ended: the sort values of its last row, the id last. */
export type CursorValues = readonly (string | number)[]

/** The types of a cursor's values, in order. */
export type CursorShape = readonly ('string' | 'number')[]

/**
 * An opaque cursor: base64url of JSON.
 * @param order Names the listing and its order (`tracks by title`), so that a cursor of another one is recognised.
 */
export const encodeCursor = (order: string, values: CursorValues): string =>
  Buffer.from(JSON.stringify([order, ...values]), 'utf8').toString('base64url')

/**
 * Reads a cursor back; `null` for an absent one.
 * @throws ScanError `USAGE` when it is not a cursor of this listing and order.
 */
export const decodeCursor = (order: string, shape: CursorShape, cursor: string | undefined): CursorValues | null => {
  if (cursor === undefined) return null
  const parsed = parse(cursor)
  if (!Array.isArray(parsed)) throw refusal('is damaged')
  const [name, ...values]: unknown[] = parsed
  if (name !== order) throw refusal(`belongs to another listing or order than "${order}"`)
  if (
    values.length !== shape.length ||
    !values.every(isValue) ||
    !values.every((value, at) => typeof value === shape[at])
  )
    throw refusal('is damaged')
  return values
}

const isValue = (value: unknown): value is string | number => typeof value === 'string' || typeof value === 'number'

const parse = (cursor: string): unknown => {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
  } catch {
    return undefined
  }
}

const refusal = (why: string): ScanError =>
  new ScanError(
    'USAGE',
    `The cursor ${why}. Pass "next" of the page before, with the same query, or no cursor to begin.`,
  )
