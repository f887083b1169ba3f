import type { ByteWindow } from '../byte-window.ts'
import type { Payload } from './payload.ts'

/** First half of the Data Object's GUID, 75B22636-668E-11CF-…, as big-endian numbers (ASF specification §3.1, §10.1). */
const dataGuid = [0x3626_b275, 0x8e66_cf11] as const
const objectHeaderBytes = 24
/** The object's header, file id, packet count and a reserved field stand before the packets (ASF specification §5.1). */
const dataHeaderBytes = 50
const mostObjects = 1000

/** ASF: the packets of the Data Object. */
export function asfPayload(window: ByteWindow, start: number): Omit<Payload, 'trailingTags'> | undefined {
  let at = start
  for (let i = 0; i < mostObjects && at + objectHeaderBytes <= window.size; i++) {
    const size = window.u64le(at + 16)
    if (window.u32(at) === dataGuid[0] && window.u32(at + 4) === dataGuid[1]) {
      const end = size > dataHeaderBytes ? Math.min(at + size, window.size) : window.size
      const offset = Math.min(at + dataHeaderBytes, end)
      return { rule: 'wma.1', ranges: [{ offset, length: end - offset }], id3At: undefined }
    }
    if (size < objectHeaderBytes) return undefined
    at += size
  }
  return undefined
}
