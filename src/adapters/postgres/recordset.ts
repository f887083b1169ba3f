/** Types of columns, by name. */
export type ColumnTypes = Readonly<Record<string, 'text' | 'bigint' | 'float8' | 'boolean' | 'tsvector' | 'json'>>

/** Rows that one parameter brings as JSON: `json_to_recordset(?::json) AS (…)`. One text is quicker to make, to send and to read than an array a column, and its length is not limited. */
const rowsOf = (columns: ColumnTypes, name = ''): string =>
  `json_to_recordset(?::json) AS ${name}(${Object.entries(columns)
    .map(([column, type]) => `"${column}" ${type === 'tsvector' ? 'text' : type}`)
    .join(', ')})`

/** Rows of a parameter as a source to select from, called `x`. */
export const recordset = (columns: ColumnTypes): string => rowsOf(columns, 'x')

/** Rows whose columns two parameters bring, as one source. */
export const recordsets = (some: ColumnTypes, others: ColumnTypes): string =>
  `ROWS FROM (${rowsOf(some)}, ${rowsOf(others)}) AS x`

/** A column of such rows in a select list. JSON is stored as it was written. */
export const selected = ([column, type]: readonly [string, ColumnTypes[string]]): string => {
  if (type === 'tsvector') return `x."${column}"::tsvector`
  return type === 'json' ? `x."${column}"::text` : `x."${column}"`
}

/** An INSERT of rows that come so. */
export const insertRows = (table: string, columns: ColumnTypes): string =>
  `INSERT INTO ${table} (${Object.keys(columns).join(', ')}) SELECT ${Object.entries(columns).map(selected).join(', ')} FROM ${recordset(columns)}`
