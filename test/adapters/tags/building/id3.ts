import { ascii, concat, synchsafe, u24, u32 } from './bytes.ts'

export type Major = 2 | 3 | 4

/** A frame of an ID3v2 tag. `flags` is the second flag byte, `size` overrides the true size. */
export function frame(
  major: Major,
  id: string,
  content: Uint8Array | readonly number[],
  { flags = 0, size = content.length, plainSize = false } = {},
): Uint8Array {
  const header =
    major === 2
      ? concat(ascii(id), u24(size))
      : concat(ascii(id), major === 4 && !plainSize ? synchsafe(size) : u32(size), [0, flags])
  return concat(header, content)
}

/** A text frame in UTF-8 (2.4), ISO-8859-1 (encoding 0) or UTF-16 with mark (encoding 1). */
export function textFrame(
  major: Major,
  id: string,
  text: string,
  encoding: 0 | 1 | 2 | 3 = major === 4 ? 3 : 0,
): Uint8Array {
  return frame(major, id, concat([encoding], encoded(text, encoding)))
}

export function encoded(text: string, encoding: 0 | 1 | 2 | 3): Uint8Array {
  if (encoding === 0) return ascii(text)
  if (encoding === 3) return Buffer.from(text, 'utf8')
  const wide = Buffer.from(text, 'utf16le')
  return encoding === 1 ? concat([0xff, 0xfe], wide) : wide.swap16()
}

export function id3v2(
  major: Major,
  frames: readonly Uint8Array[],
  { flags = 0, padding = 0, size = -1, extended = new Uint8Array(0), footer = false } = {},
): Uint8Array {
  const body = concat(extended, ...frames, new Uint8Array(padding))
  const length = synchsafe(size < 0 ? body.byteLength : size)
  const head = concat(ascii('ID3'), [major, 0, flags | (footer ? 0x10 : 0)], length)
  return footer ? concat(head, body, ascii('3DI'), [major, 0, 0x10], length) : concat(head, body)
}

export function id3v1(fields: {
  title?: string
  artist?: string
  album?: string
  year?: string
  comment?: string
  track?: number
  genre?: number
}): Uint8Array {
  const pad = (text: string | undefined, length: number): Uint8Array =>
    concat(ascii((text ?? '').slice(0, length).padEnd(length, '\0')))
  const comment =
    fields.track === undefined ? pad(fields.comment, 30) : concat(pad(fields.comment, 28), [0, fields.track])
  return concat(
    ascii('TAG'),
    pad(fields.title, 30),
    pad(fields.artist, 30),
    pad(fields.album, 30),
    pad(fields.year, 4),
    comment,
    [fields.genre ?? 255],
  )
}
