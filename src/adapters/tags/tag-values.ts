const largestInteger = 2_147_483_647

/** A value as it may be stored: trimmed, without NUL. */
export function cleanText(value: string): string {
  return (value.includes('\0') ? value.replaceAll('\0', ' ') : value).trim()
}

/** A positive integer at the start of the text (`03`, `3 of 12`), if it fits into 31 bits. */
export function parseCount(text: string): number | undefined {
  const number = Number.parseInt(text, 10)
  return number > 0 && number <= largestInteger ? number : undefined
}

/** The two numbers of `3/12`, each where it is given. */
export function parsePosition(text: string): { number: number | undefined; total: number | undefined } {
  const slash = text.indexOf('/')
  return { number: parseCount(text), total: slash < 0 ? undefined : parseCount(text.slice(slash + 1)) }
}

/** A number as people write it: `-6.2 dB`, `−6,2`, `+1.5`. */
export function parseDecimal(text: string): number | undefined {
  const number = Number.parseFloat(text)
  if (!text.includes(',') && Number.isFinite(number)) return number
  const plain = Number.parseFloat(text.replace('\u2212', '-').replace(',', '.'))
  return Number.isFinite(plain) ? plain : undefined
}

/** `1`, `true` and `yes` are true, `0`, `false` and `no` false; other texts say nothing. */
export function parseFlag(text: string): boolean | undefined {
  switch (text.toLowerCase()) {
    case '1':
    case 'true':
    case 'yes':
      return true
    case '0':
    case 'false':
    case 'no':
      return false
    default:
      return undefined
  }
}

function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48
  const ones = text.charCodeAt(at + 1) - 48
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1
}

/** Whether a non-digit stands at `at`, as between the parts of a date. */
function separates(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  return code === 45 || code === 47 || code === 46 // - / .
}

/**
 * The date in a tag as `YYYY`, `YYYY-MM` or `YYYY-MM-DD`: as much of it as is valid. Reads ISO 8601 (a time of day is left out), `YYYYMMDD`,
 * and otherwise the first four digits that stand alone as a year (`3 May 1987`).
 */
export function parseDate(text: string): string | undefined {
  const century = twoDigits(text, 0)
  const years = twoDigits(text, 2)
  if (century < 0 || years < 0) return looseYear(text)
  if (century === 0 && years === 0) return undefined
  const dense = text.length === 8 && twoDigits(text, 4) >= 0 && twoDigits(text, 6) >= 0
  if (!dense && text.length > 4 && twoDigits(text, 3) >= 0) return looseYear(text)
  const monthAt = dense ? 4 : 5
  const month = dense || separates(text, 4) ? twoDigits(text, monthAt) : -1
  if (month < 1 || month > 12) return text.slice(0, 4)
  const dayAt = dense ? 6 : 8
  const day = dense || separates(text, 7) ? twoDigits(text, dayAt) : -1
  const upToMonth = `${text.slice(0, 4)}-${text.slice(monthAt, monthAt + 2)}`
  return day < 1 || day > 31 ? upToMonth : `${upToMonth}-${text.slice(dayAt, dayAt + 2)}`
}

function looseYear(text: string): string | undefined {
  const year = /(?<!\d)\d{4}(?!\d)/.exec(text)?.[0]
  return year === '0000' ? undefined : year
}

/** A date from ID3v2.3 `TYER` and `TDAT` (`DDMM`, ID3v2.3 §4.2.1). */
export function dateFromYear(year: string, dayMonth: string | undefined): string | undefined {
  const date = parseDate(year)
  if (date?.length !== 4 || dayMonth?.length !== 4) return date
  return parseDate(`${date}-${dayMonth.slice(2)}-${dayMonth.slice(0, 2)}`)
}

const uuidLength = 36
const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi

/** The identifiers in a tag: UUIDs in lower case, several where taggers joined them with `/` or `;`; anything else as it stands. */
export function parseIds(text: string): string[] {
  if (text.length < uuidLength) return [text]
  if (text.length === uuidLength) return [hyphenated(text) ? text.toLowerCase() : text]
  const ids = text.match(uuid)
  return ids ? ids.map((id) => id.toLowerCase()) : [text]
}

/** Whether the hyphens of a UUID stand where they should, which among 36 characters is proof enough. */
function hyphenated(text: string): boolean {
  const hyphen = 45
  return (
    text.charCodeAt(8) === hyphen &&
    text.charCodeAt(13) === hyphen &&
    text.charCodeAt(18) === hyphen &&
    text.charCodeAt(23) === hyphen
  )
}
