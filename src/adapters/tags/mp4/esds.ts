import type { ByteWindow } from '../byte-window.ts'

/** What an elementary stream descriptor names. */
export interface ElementaryStream {
  readonly codec: string
  /** Where the AudioSpecificConfig lies, for AAC and its kin. */
  readonly config: { readonly start: number; readonly end: number } | undefined
}

/** What an AudioSpecificConfig says. */
export interface AudioSpecificConfig {
  /** Set when the object type is not AAC. */
  readonly codec: string | undefined
  readonly profile: string | undefined
  readonly sampleRate: number | undefined
  readonly channels: number | undefined
}

/** Object type indications (ISO/IEC 14496-1 §7.2.6.6, mp4ra.org "object types"). */
const objectTypes = new Map([
  [0x40, 'aac'],
  [0x66, 'aac'],
  [0x67, 'aac'],
  [0x68, 'aac'],
  [0x69, 'mp3'],
  [0x6b, 'mp3'],
  [0xa5, 'ac3'],
  [0xa6, 'eac3'],
  [0xa9, 'dts'],
  [0xad, 'opus'],
  [0xdd, 'vorbis'],
])

/** Audio object types (ISO/IEC 14496-3 §1.5.1.1). */
const profiles = new Map([
  [1, 'Main'],
  [2, 'LC'],
  [3, 'SSR'],
  [4, 'LTP'],
  [5, 'HE-AAC'],
  [23, 'LD'],
  [29, 'HE-AACv2'],
  [39, 'ELD'],
  [42, 'xHE-AAC'],
])
const otherCodecs = new Map([
  [32, 'mp1'],
  [33, 'mp2'],
  [34, 'mp3'],
  [36, 'als'],
  [37, 'sls'],
])

const sampleRates = [96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350] as const

const esDescriptor = 3
const decoderConfigDescriptor = 4
const decoderSpecificInfo = 5

/** Reads the descriptors of an `esds` box between `position` and `end` (ISO/IEC 14496-1 §7.2.6.5). */
export function readEsds(window: ByteWindow, position: number, end: number): ElementaryStream | undefined {
  let at = position
  let codec: string | undefined
  while (at + 2 <= end) {
    const tag = window.u8(at++)
    let length = 0
    for (let i = 0; i < 4; i++) {
      const byte = window.u8(at++)
      length = length * 128 + (byte & 127)
      if (byte < 128) break
    }
    if (tag === esDescriptor) {
      const flags = window.u8(at + 2)
      at += 3 + (flags & 0x80 ? 2 : 0) + (flags & 0x20 ? 2 : 0)
      if (flags & 0x40) at += 1 + window.u8(at)
    } else if (tag === decoderConfigDescriptor) {
      codec = objectTypes.get(window.u8(at)) ?? 'aac'
      at += 13
    } else if (tag === decoderSpecificInfo && codec !== undefined) {
      return { codec, config: { start: at, end: Math.min(at + length, end) } }
    } else {
      at += length
    }
  }
  return codec === undefined ? undefined : { codec, config: undefined }
}

/** Reads an AudioSpecificConfig (ISO/IEC 14496-3 §1.6.2.1), with the extension that older HE-AAC streams append. */
export function readAudioSpecificConfig(bytes: Uint8Array): AudioSpecificConfig | undefined {
  if (bytes.length < 2) return undefined
  let bit = 0
  const take = (count: number): number => {
    let value = 0
    for (let i = 0; i < count; i++, bit++) value = value * 2 + (((bytes[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1)
    return value
  }
  const takeObjectType = (): number => {
    const type = take(5)
    return type === 31 ? 32 + take(6) : type
  }
  const takeRate = (): number | undefined => {
    const index = take(4)
    return index === 15 ? take(24) : sampleRates[index]
  }
  let type = takeObjectType()
  let sampleRate = takeRate()
  let channels = take(4)
  if (type === 5 || type === 29) sampleRate = takeRate()
  else if (type === 2) {
    const extension = implicitExtension(bytes)
    if (extension !== undefined) type = extension
  }
  if (type === 29) channels = 2
  return { codec: otherCodecs.get(type), profile: profiles.get(type), sampleRate, channels: channels || undefined }
}

/** The backward compatible signalling of SBR and PS after the AAC-LC configuration: sync word 0x2b7, and 0x548 for PS. */
function implicitExtension(bytes: Uint8Array): number | undefined {
  if (bytes.length < 5 || bytes[2] !== 0x56 || ((bytes[3] ?? 0) & 0xe0) !== 0xe0) return undefined
  const hasSbr = ((bytes[4] ?? 0) & 0x80) !== 0
  if (((bytes[3] ?? 0) & 0x1f) !== 5 || !hasSbr) return undefined
  const ps =
    bytes.length >= 7 && ((((bytes[4] ?? 0) & 7) << 8) | (bytes[5] ?? 0)) === 0x548 && ((bytes[6] ?? 0) & 0x80) !== 0
  return ps ? 29 : 5
}
