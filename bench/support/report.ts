/** A cell: numbers are printed with three significant digits, texts as they are. */
export type Cell = number | string

export interface Table {
  readonly title: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly Cell[])[]
}

/** A measured value beside the bar it must hold: at least, or at most. */
export interface Check {
  readonly what: string
  readonly value: number
  readonly unit: string
  readonly least?: number
  readonly most?: number
}

/** What a section measured. */
export interface SectionReport {
  readonly tables: readonly Table[]
  readonly checks: readonly Check[]
}

export const holds = ({ value, least = -Infinity, most = Infinity }: Check): boolean => value >= least && value <= most

const shown = (cell: Cell): string => {
  if (typeof cell === 'string') return cell
  if (Math.abs(cell) >= 1000) return Math.round(cell).toLocaleString('en')
  return String(Number(cell.toPrecision(3)))
}

const lines = (rows: readonly (readonly Cell[])[]): string[] => {
  const texts = rows.map((row) => row.map(shown))
  const widths = (texts[0] ?? []).map((_, i) => Math.max(...texts.map((row) => row[i]?.length ?? 0)))
  return texts.map((row) =>
    row.map((text, i) => (i === 0 ? text.padEnd(widths[i] ?? 0) : text.padStart(widths[i] ?? 0))).join('   '),
  )
}

/** The report as a person reads it. */
export const reportText = ({ tables, checks }: SectionReport): string => {
  const parts = tables.map(({ title, columns, rows }) => [title, ...lines([columns, ...rows])].join('\n'))
  if (checks.length > 0) {
    const rows = checks.map((check) => [
      check.what,
      `${shown(check.value)} ${check.unit}`,
      check.least !== undefined ? `≥ ${check.least}` : `≤ ${check.most}`,
      holds(check) ? 'PASS' : 'FAIL',
    ])
    parts.push(lines([['what', 'measured', 'bar', ''], ...rows]).join('\n'))
  }
  return `${parts.join('\n\n')}\n`
}
