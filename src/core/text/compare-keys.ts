/**
 * Compares two strings by the bytes of their UTF-8 forms, as `memcmp` in a database does. JavaScript's own order compares UTF-16 units and puts characters beyond
 * U+FFFF (written with surrogates, U+D800–DFFF) before U+E000–FFFF; everything else is alike.
 */
export const compareKeys = (a: string, b: string): number => {
  if (a === b) return 0
  const shorter = Math.min(a.length, b.length)
  for (let at = 0; at < shorter; at++) {
    const x = a.charCodeAt(at)
    const y = b.charCodeAt(at)
    if (x !== y) return x >= 0xd800 && y >= 0xd800 ? aboveAll(x) - aboveAll(y) : x - y
  }
  return a.length - b.length
}

/** Surrogates moved above U+FFFF. */
const aboveAll = (unit: number): number => (unit < 0xe000 ? unit + 0x2800 : unit)
