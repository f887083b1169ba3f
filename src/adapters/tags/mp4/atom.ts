import type { ByteWindow } from '../byte-window.ts'

/** A box of the file (ISO/IEC 14496-12 §4.2), its body between `body` and `end`. */
export interface Atom {
  /** The four characters as one big-endian number: see {@link fourCc}. */
  readonly type: number
  readonly start: number
  readonly body: number
  readonly end: number
  /** Whether the size field pointed outside the parent and was cut to it. */
  readonly cut: boolean
}

/** The number that four characters make in a box header: `fourCc('moov')`. */
export function fourCc(name: string): number {
  let value = 0
  for (let i = 0; i < 4; i++) value = value * 256 + name.charCodeAt(i)
  return value
}

/** The four characters of a box type, as Latin-1: `©nam`. */
export function fourCcText(type: number): string {
  return String.fromCharCode(type >>> 24, (type >>> 16) & 255, (type >>> 8) & 255, type & 255)
}

/**
 * The box at `position` inside a parent that ends at `limit`; `undefined` where no box can be. A size of 0 reaches to the end of the parent, 1 means a
 * 64-bit size, and one that is too large is cut: what stands inside is often whole.
 */
export function readAtom(window: ByteWindow, position: number, limit: number): Atom | undefined {
  if (position + 8 > limit) return undefined
  let size = window.u32(position)
  const type = window.u32(position + 4)
  let body = position + 8
  if (size === 1) {
    size = window.u64(body)
    body += 8
  }
  if (size === 0) return type === 0 ? undefined : { type, start: position, body, end: limit, cut: false }
  if (size < body - position) return undefined
  const cut = size > limit - position
  return { type, start: position, body, end: cut ? limit : position + size, cut }
}

/** Calls `visit` with each box between `position` and `limit`, until it answers `false` or no further box can be. */
export function forEachAtom(
  window: ByteWindow,
  position: number,
  limit: number,
  // biome-ignore lint/suspicious/noConfusingVoidType: a visitor that never stops need not say so
  visit: (atom: Atom) => false | void,
): void {
  let next = position
  for (;;) {
    const atom = readAtom(window, next, limit)
    if (atom === undefined || visit(atom) === false) return
    next = atom.end
  }
}

/** The first box of a type between `position` and `limit`. */
export function findAtom(window: ByteWindow, position: number, limit: number, type: number): Atom | undefined {
  let found: Atom | undefined
  forEachAtom(window, position, limit, (atom) => {
    if (atom.type !== type) return
    found = atom
    return false
  })
  return found
}
