/** Begins the key of a name that has no plain one: not UTF-8, or the second one of its NFC form in a folder. */
const mark = '\uFFFD'

/** A name of a listing and its key. */
export interface KeyedName {
  readonly key: string
  /** The name as a file source spells it; percent-escaped when `escaped`. */
  readonly name: string
  readonly escaped: boolean
}

/**
 * Keys for the names of one folder: the NFC form; and for a name that is not UTF-8, begins with U+FFFD, or shares its NFC form with one before it in the order of their spelling,
 * U+FFFD and its bytes percent-escaped. So two names of a folder never share a key, and a library copied to a disk that normalises names keeps its keys.
 */
export const nameKeys = <Entry extends { readonly name: string; readonly escaped: boolean }>(
  entries: readonly Entry[],
): (Entry & { readonly key: string })[] => {
  const taken = new Set<string>()
  const keyed: (Entry & { readonly key: string })[] = []
  const odd: Entry[] = []
  for (const entry of entries) {
    if (!entry.escaped && isPlain(entry.name)) {
      taken.add(entry.name)
      keyed.push({ ...entry, key: entry.name })
    } else odd.push(entry)
  }
  odd.sort((a, b) => (a.name < b.name ? -1 : 1))
  for (const entry of odd) {
    const nfc = entry.name.normalize('NFC')
    const plain = !entry.escaped && !entry.name.startsWith(mark) && !taken.has(nfc)
    const key = plain ? nfc : mark + (entry.escaped ? entry.name : escapeName(entry.name))
    taken.add(key)
    keyed.push({ ...entry, key })
  }
  return keyed
}

const isAscii = /^[\x20-\x7e]*$/

const isPlain = (name: string): boolean =>
  isAscii.test(name) || (!name.startsWith(mark) && name === name.normalize('NFC'))

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
