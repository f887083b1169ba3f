import type { ExportRequest } from '../../../core/ports/library-reader.ts'
import { decodeCursor, encodeCursor } from '../../../core/text/cursor.ts'

/** A line of the export and the values that its part is ordered by. */
export interface ExportedLine {
  readonly line: string
  readonly at: Place
}

/** Up to three values that a part is ordered by, padded with empty ones. */
export type Place = readonly [string, string, string]

/** Where a part begins. */
export const partStart: Place = ['', '', '']

const shape = ['number', 'string', 'string', 'string'] as const

const listingOf = ({ byPath }: ExportRequest): string => (byPath ? 'export by path' : 'export by id')

/** The part at which a page of the export begins, and the place in it after which it does. */
export const exportStart = (request: ExportRequest): { readonly part: number; readonly after: Place } => {
  const [part = 0, first, second, third] = decodeCursor(listingOf(request), shape, request.cursor) ?? []
  return { part: Number(part), after: first === undefined ? partStart : [String(first), String(second), String(third)] }
}

/** The cursor of a page that begins there. */
export const exportCursor = (request: ExportRequest, part: number, after: Place): string =>
  encodeCursor(listingOf(request), [part, ...after])
