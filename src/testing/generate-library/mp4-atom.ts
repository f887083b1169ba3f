import { u32 } from './big-endian.ts'

/** An ISO 14496-12 box; `type` is four latin-1 characters. */
export const atom = (type: string, ...parts: readonly Buffer[]): Buffer => {
  const head = Buffer.allocUnsafe(8)
  head.writeUInt32BE(parts.reduce((sum, part) => sum + part.length, 8))
  head.write(type, 4, 'latin1')
  return Buffer.concat([head, ...parts])
}

/** A box with version 0 and the given flags. */
export const fullAtom = (type: string, flags: number, ...parts: readonly Buffer[]): Buffer =>
  atom(type, u32(flags), ...parts)
