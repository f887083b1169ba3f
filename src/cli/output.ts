/** Where commands print; stdout for results, stderr for everything else. */
export interface Output {
  /** A line of the result. */
  print(line: string): void
  /** A value as one line of JSON. */
  json(value: unknown): void
  /** A line for the person watching. */
  note(line: string): void
}

/** Prints to the process's own streams. A reader that goes away (`| head`) ends the process quietly. */
export const processOutput = (quiet: boolean): Output => {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0)
    throw error
  })
  return {
    print: (line) => void process.stdout.write(`${line}\n`),
    json: (value) => void process.stdout.write(`${JSON.stringify(value)}\n`),
    note: (line) => {
      if (!quiet) process.stderr.write(`${line}\n`)
    },
  }
}

/** `1:02:03` or `4:05`. */
export const clock = (durationMs: number | null): string => {
  if (durationMs === null) return '?'
  const seconds = Math.round(durationMs / 1000)
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60]
  const two = (value: number): string => String(value).padStart(2, '0')
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`
}

/** `12,345`. */
export const count = (value: number): string => Math.round(value).toLocaleString('en')

/** `1.2 GB`. */
export const bytes = (value: number): string => {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  let amount = value
  let unit = 0
  while (amount >= 1000 && unit < units.length - 1) {
    amount /= 1000
    unit++
  }
  return `${amount < 10 && unit > 0 ? amount.toFixed(1) : Math.round(amount)} ${units[unit]}`
}

/** Rows in columns as wide as their widest value. */
export const columns = (rows: readonly (readonly string[])[]): string[] => {
  const widths: number[] = []
  for (const row of rows) {
    row.forEach((cell, index) => {
      widths[index] = Math.max(widths[index] ?? 0, cell.length)
    })
  }
  return rows.map((row) =>
    row
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}
