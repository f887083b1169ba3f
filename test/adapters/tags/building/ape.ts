import { ascii, concat, u32le } from './bytes.ts'

export function apeItem(
  key: string,
  value: string | Uint8Array,
  kind: 0 | 1 | 2 = typeof value === 'string' ? 0 : 1,
): Uint8Array {
  const bytes = typeof value === 'string' ? Buffer.from(value, 'utf8') : value
  return concat(u32le(bytes.byteLength), u32le(kind << 1), ascii(key), [0], bytes)
}

/** An APEv2 tag with header and footer. */
export function apeTag(items: readonly Uint8Array[], { header = true, size = -1 } = {}): Uint8Array {
  const body = concat(...items)
  const mark = (flags: number): Uint8Array =>
    concat(
      ascii('APETAGEX'),
      u32le(2000),
      u32le(size < 0 ? body.byteLength + 32 : size),
      u32le(items.length),
      u32le(flags),
      new Uint8Array(8),
    )
  const has = header ? 0x80000000 : 0
  return concat(...(header ? [mark(0xa0000000)] : []), body, mark(has))
}
