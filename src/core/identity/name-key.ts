import { compareKeys } from '../text/compare-keys.ts'

/** Begins the key of a name that has no plain one: not UTF-8, or the second one of its NFC form in a folder. */
const mark = '\uFFFD'

/** A name as a file source lists it. */
export interface ListedName {
  readonly name: string
  /** Whether it is percent-escaped, because its bytes are not UTF-8. */
  readonly escaped: boolean
}

/**
 * Keys for the names of one folder, in the same order: the NFC form; and for a name that is not UTF-8, begins with U+FFFD, or shares its NFC form with one before it in the order
 * of their spelling, U+FFFD and its bytes percent-escaped. So two names of a folder never share a key, and a library copied to a disk that normalises names keeps its keys.
 */
export const nameKeys = (names: readonly ListedName[]): string[] => {
  const keys = names.map(({ name }) => name)
  const odd: number[] = []
  names.forEach((listed, at) => {
    if (!isPlain(listed)) odd.push(at)
  })
  if (odd.length === 0) return keys
  const taken = new Set(names.filter(isPlain).map(({ name }) => name))
  odd.sort((a, b) => compareKeys(keys[a] ?? '', keys[b] ?? ''))
  for (const at of odd) {
    const { name = '', escaped = true } = names[at] ?? {}
    const nfc = name.normalize('NFC')
    const key = escaped || nfc.startsWith(mark) || taken.has(nfc) ? mark + (escaped ? name : escapeName(name)) : nfc
    taken.add(key)
    keys[at] = key
  }
  return keys
}

const isAscii = /^[\x20-\x7e]*$/

/** Whether a name is its own key. */
const isPlain = ({ name, escaped }: ListedName): boolean =>
  !escaped && (isAscii.test(name) || (!name.startsWith(mark) && name === name.normalize('NFC')))

const unreserved = /[A-Za-z0-9 _.,()&'!+=@[\]{}~^$#;-]/

/** The bytes of a name, percent-escaped. */
export const escapeName = (name: string | Uint8Array): string => {
  const bytes = typeof name === 'string' ? new TextEncoder().encode(name) : name
  let escaped = ''
  for (const byte of bytes) {
    const character = String.fromCharCode(byte)
    escaped +=
      byte < 0x80 && unreserved.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
  }
  return escaped
}

/** The bytes of a percent-escaped name or path; other characters stand for their UTF-8. */
export const unescapeName = (escaped: string): Uint8Array => {
  const bytes: number[] = []
  for (const part of escaped.split(/(%[0-9A-Fa-f]{2})/)) {
    if (part.startsWith('%') && part.length === 3) bytes.push(Number.parseInt(part.slice(1), 16))
    else bytes.push(...new TextEncoder().encode(part))
  }
  return Uint8Array.from(bytes)
}
