const start = /^(\d{4})(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?/

/** The part of a tagged date that is one: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; `null` when not even a year is. `2003-00-00` is `2003`. */
export const plainDate = (text: string | undefined | null): string | null => {
  const found = text == null ? null : start.exec(text)
  return found === null || found[1] === '0000' ? null : found[0]
}

/** The year of a date, 1 to 9999; `null` when there is none. */
export const yearOf = (date: string | null): number | null => {
  const plain = plainDate(date)
  return plain === null ? null : Number(plain.slice(0, 4))
}
