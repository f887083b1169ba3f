import { latin1, utf8, utf16, zeroAt, zeroPairAt } from '../text-bytes.ts'

/** Text encodings (ID3v2.4 §4): 0 ISO-8859-1, 1 UTF-16 with mark, 2 UTF-16BE, 3 UTF-8; what other numbers mean is best guessed as UTF-8. */
export function decodeText(encoding: number, bytes: Uint8Array, start: number, end: number): string {
  switch (encoding) {
    case 0:
      return latin1(bytes, start, end)
    case 1:
    case 2:
      return utf16(bytes, start, end, encoding === 2)
    default:
      return utf8(bytes, start, end)
  }
}

function isWide(encoding: number): boolean {
  return encoding === 1 || encoding === 2
}

/** Where the terminator of the text at `start` stands, else `end`. */
export function textEnd(encoding: number, bytes: Uint8Array, start: number, end: number): number {
  return isWide(encoding) ? zeroPairAt(bytes, start, end) : zeroAt(bytes, start, end)
}

/** Where what follows a terminated text begins. */
export function afterText(encoding: number, textEndsAt: number, end: number): number {
  return Math.min(end, textEndsAt + (isWide(encoding) ? 2 : 1))
}

/** The text up to its terminator. */
export function terminatedText(encoding: number, bytes: Uint8Array, start: number, end: number): string {
  return decodeText(encoding, bytes, start, textEnd(encoding, bytes, start, end))
}

/**
 * The values of a text: separated by NUL as ID3v2.4 §4.2 has it, and as taggers write ID3v2.3 too. `/` separates nothing: `AC/DC` is one artist.
 */
export function textValues(encoding: number, bytes: Uint8Array, start: number, end: number): string[] {
  let until = end
  if (!isWide(encoding)) while (until > start && bytes[until - 1] === 0) until--
  const text = decodeText(encoding, bytes, start, until)
  if (!text.includes('\0')) return text === '' ? [] : [text]
  const values: string[] = []
  for (const part of text.split('\0')) {
    // Each value of a UTF-16 list may bring its own byte order mark.
    const value = part.startsWith('\ufeff') ? part.slice(1) : part
    if (value !== '') values.push(value)
  }
  return values
}
