import { inflateSync } from 'node:zlib'

/** What a frame's flags say about its bytes (ID3v2.3 §3.3.1, ID3v2.4 §4.1). */
export interface FrameForm {
  readonly unsynchronised: boolean
  readonly compressed: boolean
  readonly encrypted: boolean
  /** Bytes before the content: group, length indicators. */
  readonly prefix: number
}

export const plainForm: FrameForm = { unsynchronised: false, compressed: false, encrypted: false, prefix: 0 }

/** The form that the two flag bytes of a frame describe. */
export function frameForm(major: number, flags: number, tagUnsynchronised: boolean): FrameForm {
  if (major === 3) {
    if ((flags & 0xe0) === 0) return plainForm
    const compressed = (flags & 0x80) !== 0
    const encrypted = (flags & 0x40) !== 0
    const prefix = (compressed ? 4 : 0) + (encrypted ? 1 : 0) + ((flags & 0x20) !== 0 ? 1 : 0)
    return { unsynchronised: false, compressed, encrypted, prefix }
  }
  if ((flags & 0x4f) === 0 && !tagUnsynchronised) return plainForm
  const encrypted = (flags & 0x04) !== 0
  return {
    unsynchronised: tagUnsynchronised || (flags & 0x02) !== 0,
    compressed: (flags & 0x08) !== 0,
    encrypted,
    prefix: ((flags & 0x40) !== 0 ? 1 : 0) + (encrypted ? 1 : 0) + ((flags & 0x01) !== 0 ? 4 : 0),
  }
}

/** Takes the zero out of every `FF 00` (ID3v2.4 §6.1), into new memory. */
export function resynchronise(bytes: Uint8Array): Uint8Array {
  const plain = new Uint8Array(bytes.byteLength)
  let length = 0
  let previous = 0
  for (let at = 0; at < bytes.byteLength; at++) {
    const byte = bytes[at] ?? 0
    if (byte !== 0 || previous !== 0xff) plain[length++] = byte
    previous = byte
  }
  return plain.subarray(0, length)
}

/** The content of a frame that is not stored plainly; `undefined` when it cannot be had within `budget` bytes. */
export function frameContent(bytes: Uint8Array, form: FrameForm, budget: number): Uint8Array | undefined {
  if (form.encrypted) return undefined
  const content = (form.unsynchronised ? resynchronise(bytes) : bytes).subarray(form.prefix)
  if (!form.compressed) return content
  if (budget <= 0) return undefined
  try {
    return inflateSync(content, { maxOutputLength: budget })
  } catch {
    return undefined
  }
}
