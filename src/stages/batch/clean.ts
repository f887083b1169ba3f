/**
 * A copy in which every text is well-formed Unicode without NUL, and fields that hold nothing, or a number that JSON cannot say, are left out, so that every storage gives
 * back what it got. The value itself when nothing is wrong with it. A NUL inside a text becomes a space, at its end nothing.
 */
export const clean = <Value>(value: Value): Value => cleaned(value) as Value

const cleaned = (value: unknown): unknown => {
  if (typeof value === 'string') return cleanText(value)
  if (typeof value !== 'object' || value === null) return value
  return Array.isArray(value) ? cleanList(value) : cleanFields(value)
}

const cleanText = (text: string): string => {
  const wellFormed = text.isWellFormed() ? text : text.toWellFormed()
  return wellFormed.includes('\0') ? wellFormed.replace(/\0+$/, '').replace(/\0+/g, ' ') : wellFormed
}

const cleanList = (list: readonly unknown[]): readonly unknown[] => {
  for (let at = 0; at < list.length; at++) {
    if (cleaned(list[at]) !== list[at]) return list.map(cleaned)
  }
  return list
}

const cleanFields = (fields: object): object => {
  for (const key in fields) {
    const value: unknown = Reflect.get(fields, key)
    if (isNothing(value) || cleaned(value) !== value) {
      return Object.fromEntries(
        Object.entries(fields)
          .filter(([, field]) => !isNothing(field))
          .map(([name, field]) => [name, cleaned(field)]),
      )
    }
  }
  return fields
}

const isNothing = (value: unknown): boolean =>
  value === undefined || (typeof value === 'number' && !Number.isFinite(value))
