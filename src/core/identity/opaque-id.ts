import { hash } from 'node:crypto'

/**
 * An opaque id of 32 hexadecimal digits: the first 128 bits of the SHA-256 of its parts. Equal parts give equal ids on every machine, other parts other ids: the JSON form
 * keeps `['a', 'b']` apart from `['ab']`, and `null` from `''`.
 */
export const opaqueId = (...parts: readonly (string | number | null)[]): string =>
  hash('sha256', JSON.stringify(parts), 'hex').slice(0, 32)
