import { sql } from 'kysely'
import type { ItemError } from '../../core/model/item-error.ts'
import type { ErrorQuery, Page } from '../../core/ports/library-reader.ts'
import { errorOfRow } from '../support/sql/error-of-row.ts'
import { text } from '../support/sql/paging.ts'
import type { ErrorsTable } from '../support/sql/tables.ts'
import type { Connection } from './connection.ts'
import { paging, queries, run } from './query.ts'

const terms = [text(sql`errors.root_id`), text(sql`errors.path`)]

/** The error list, by page. */
export const errors = (db: Connection, request: ErrorQuery = {}): Page<ItemError> => {
  const pages = paging('errors by path', terms, request)
  let query = queries.selectFrom('errors').selectAll()
  if (request.rootId !== undefined) query = query.where('root_id', '=', request.rootId)
  if (request.code !== undefined) query = query.where('code', '=', request.code)
  if (pages.after !== undefined) query = query.where(pages.after)
  const { rows, next } = pages.cut(
    run(
      db,
      query
        .select(pages.place)
        .orderBy(pages.orderBy)
        .limit(pages.limit + 1),
    ),
  )
  return { items: rows.map(errorOfRow), next }
}

/** The entry of one path. */
export const errorAt = (db: Connection, rootId: string, path: string): ItemError | null => {
  const row = db.get<ErrorsTable<number>>('SELECT * FROM errors WHERE root_id = ? AND path = ?', rootId, path)
  return row === undefined ? null : errorOfRow(row)
}
