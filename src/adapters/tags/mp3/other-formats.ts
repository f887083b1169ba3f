import { latin1 } from '../text-bytes.ts'

/** First four bytes of formats that can stand behind an ID3v2 tag, or whose names can be wrong. */
const marks: ReadonlySet<string> = new Set([
  'fLaC',
  'OggS',
  'RIFF',
  'RF64',
  'FORM',
  'MAC ',
  'wvpk',
  'MPCK',
  'TTA1',
  'DSD ',
  'FRM8',
  'ADIF',
  '\x1a\x45\xdf\xa3',
  '\x30\x26\xb2\x75',
])

/** Whether the bytes begin a file of another format than MPEG audio. */
export function isOtherFormat(bytes: Uint8Array): boolean {
  if (bytes.byteLength < 8) return false
  // An ADTS header: the layer, which MPEG audio has, is zero.
  if (bytes[0] === 0xff && ((bytes[1] ?? 0) & 0xf6) === 0xf0) return true
  const mark = latin1(bytes, 0, 4)
  return marks.has(mark) || mark.startsWith('MP+') || latin1(bytes, 4, 8) === 'ftyp'
}
