interface Slices {
  latin1Slice(this: Uint8Array, start: number, end: number): string
  utf8Slice(this: Uint8Array, start: number, end: number): string
  ucs2Slice(this: Uint8Array, start: number, end: number): string
  hexSlice(this: Uint8Array, start: number, end: number): string
}

// The primitives below Buffer.toString: on the short strings of tags twice as fast as it, and ten times as fast as TextDecoder.
const { latin1Slice, utf8Slice, ucs2Slice, hexSlice } = Buffer.prototype as unknown as Slices

const loneSurrogate = /\p{Surrogate}/gu

// All of these clamp their bounds, because lengths in damaged files point anywhere and the primitives throw.

export function latin1(bytes: Uint8Array, start: number, end: number): string {
  const until = Math.min(end, bytes.byteLength)
  return start < until ? latin1Slice.call(bytes, start, until) : ''
}

export function hexOf(bytes: Uint8Array, start: number, end: number): string {
  return hexSlice.call(bytes, start, end)
}

/** Malformed sequences become U+FFFD; a byte order mark at the start is left out. */
export function utf8(bytes: Uint8Array, start: number, end: number): string {
  const until = Math.min(end, bytes.byteLength)
  if (start >= until) return ''
  const marked = bytes[start] === 0xef && bytes[start + 1] === 0xbb && bytes[start + 2] === 0xbf && until - start >= 3
  return utf8Slice.call(bytes, marked ? start + 3 : start, until)
}

/**
 * UTF-16 in the order that a byte order mark tells, else in the given one. Lone surrogates become U+FFFD, an odd last byte is left out.
 */
export function utf16(bytes: Uint8Array, start: number, end: number, bigEndian: boolean): string {
  const stop = Math.min(end, bytes.byteLength)
  let from = start
  let swapped = bigEndian
  if (stop - from >= 2) {
    const mark = ((bytes[from] ?? 0) << 8) | (bytes[from + 1] ?? 0)
    if (mark === 0xfffe || mark === 0xfeff) {
      swapped = mark === 0xfeff
      from += 2
    }
  }
  const until = stop - ((stop - from) & 1)
  if (from >= until) return ''
  const text = swapped
    ? ucs2Slice.call(Buffer.from(bytes.subarray(from, until)).swap16(), 0, until - from)
    : ucs2Slice.call(bytes, from, until)
  return text.search(loneSurrogate) < 0 ? text : text.replace(loneSurrogate, '\ufffd')
}

/** Where a zero byte stands, at or after `start` and before `end`; else `end`. */
export function zeroAt(bytes: Uint8Array, start: number, end: number): number {
  const near = Math.min(end, start + 64)
  for (let at = start; at < near; at++) if (bytes[at] === 0) return at
  if (near >= end) return Math.max(start, end)
  const at = bytes.subarray(near, end).indexOf(0)
  return at < 0 ? end : near + at
}

/** Where two zero bytes stand on an even distance from `start`, which end UTF-16 text; else `end`. */
export function zeroPairAt(bytes: Uint8Array, start: number, end: number): number {
  for (let at = start; at + 1 < end; at += 2) if (bytes[at] === 0 && bytes[at + 1] === 0) return at
  return Math.max(start, end)
}
