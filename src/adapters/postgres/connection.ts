import type { PostgresClient } from './pool.ts'

/** What callers may bind; `undefined` is NULL. */
export type Bindable = string | number | boolean | null | undefined | readonly (string | number | null)[]

/** One row, by column name. */
export type Row = Readonly<Record<string, unknown>>

const asNumber = (value: string): number => Number(value)
const asIs = (value: string): string => value

/** Values as the rest of the adapter wants them, whatever the host's `pg` was told: numbers as numbers (ours are below 2⁵³), truth values, JSON as its text. */
const parsers: ReadonlyMap<number, (value: string) => unknown> = new Map<number, (value: string) => unknown>([
  [16, (value) => value === 't'],
  ...[20, 21, 23, 26, 700, 701, 1700].map((oid) => [oid, asNumber] as const),
])

const types = { getTypeParser: (oid: number) => parsers.get(oid) ?? asIs }

/** A connection within one transaction. Statements are written with `?` for each value, as SQLite's are. */
export class Connection {
  readonly #client: PostgresClient

  constructor(client: PostgresClient) {
    this.#client = client
  }

  /** Several statements without values at once. */
  async exec(sql: string): Promise<void> {
    await this.#client.query({ text: sql })
  }

  /** Runs a statement for its effect; gives the number of rows it touched. */
  async run(sql: string, ...values: Bindable[]): Promise<number> {
    const { rowCount } = await this.#client.query({ text: numbered(sql), values: normalised(values), types })
    return rowCount ?? 0
  }

  /** The first row, as the type the caller knows the statement to give. */
  async get<T = Row>(sql: string, ...values: Bindable[]): Promise<T | undefined> {
    const [row] = await this.all<T>(sql, ...values)
    return row
  }

  async all<T = Row>(sql: string, ...values: Bindable[]): Promise<T[]> {
    const { rows } = await this.#client.query({ text: numbered(sql), values: normalised(values), types })
    return rows as T[]
  }

  /** A query that kysely compiled, with its own numbers. */
  async compiled<T>(text: string, values: readonly unknown[]): Promise<T[]> {
    const { rows } = await this.#client.query({ text, values, types })
    return rows as T[]
  }
}

const normalised = (values: readonly Bindable[]): unknown[] =>
  values.map((value) => (value === undefined ? null : value))

const known = new Map<string, string>()

/** `?` → `$1`, `$2`, …; no text of ours has a question mark of its own. */
const numbered = (sql: string): string => {
  let text = known.get(sql)
  if (text === undefined) {
    let at = 0
    text = sql.replace(/\?/g, () => `$${++at}`)
    known.set(sql, text)
  }
  return text
}
