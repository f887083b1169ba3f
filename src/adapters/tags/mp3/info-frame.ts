import { latin1 } from '../text-bytes.ts'
import type { MpegFrame } from './frame-header.ts'

/** What a frame without sound, put before the first one, says about the stream: Xing, Info (with LAME's extension) or VBRI. */
export interface InfoFrame {
  readonly profile: string | undefined
  readonly frames: number | undefined
  /** Bytes of the stream, this frame included. */
  readonly bytes: number | undefined
  readonly encoder: string | undefined
  readonly delay: number | undefined
  readonly padding: number | undefined
}

function u32(bytes: Uint8Array, at: number): number {
  return (
    (((bytes[at] ?? 0) << 24) | ((bytes[at + 1] ?? 0) << 16) | ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0)) >>> 0
  )
}

const xing = 0x58696e67
const info = 0x496e666f
const vbri = 0x56425249

/** Reads the info frame whose header stands at `at`, if this frame is one. */
export function infoFrame(bytes: Uint8Array, at: number, frame: MpegFrame): InfoFrame | undefined {
  if (frame.layer !== 3) return undefined
  const xingAt = at + 4 + frame.sideInfo
  const name = u32(bytes, xingAt)
  if (name === xing || name === info) return readXing(bytes, xingAt, name === info)
  // VBRI stands behind 32 bytes whatever the stream (Fraunhofer; mpgedit.org, MPEG Audio Frame Header, VBRI).
  return u32(bytes, at + 36) === vbri ? readVbri(bytes, at + 36) : undefined
}

/** gabriel.mp3-tech.org/mp3infotag.html, LAME's VbrTag.c. */
function readXing(bytes: Uint8Array, start: number, constant: boolean): InfoFrame {
  const flags = u32(bytes, start + 4)
  let at = start + 8
  const field = (flag: number, length: number): number | undefined => {
    if ((flags & flag) === 0) return undefined
    const value = u32(bytes, at)
    at += length
    return value
  }
  const frames = field(1, 4)
  const size = field(2, 4)
  field(4, 100)
  const quality = field(8, 4)
  const profile = constant ? 'CBR' : quality === undefined || quality > 100 ? 'VBR' : vbrProfile(quality)
  const encoder = printable(latin1(bytes, at, Math.min(at + 9, bytes.byteLength)))
  const gapless = encoder !== undefined && at + 24 <= bytes.byteLength
  const delayAndPadding = gapless ? u32(bytes, at + 20) & 0xffffff : 0
  return {
    profile,
    frames: frames === 0 ? undefined : frames,
    bytes: size === 0 ? undefined : size,
    encoder,
    delay: gapless ? delayAndPadding >> 12 : undefined,
    padding: gapless ? delayAndPadding & 0xfff : undefined,
  }
}

/** LAME stores 100 − 10·V − q. */
function vbrProfile(quality: number): string {
  return `V${Math.floor((100 - quality) / 10)}`
}

function readVbri(bytes: Uint8Array, at: number): InfoFrame {
  const frames = u32(bytes, at + 14)
  const size = u32(bytes, at + 10)
  return {
    profile: 'VBR',
    frames: frames === 0 ? undefined : frames,
    bytes: size === 0 ? undefined : size,
    encoder: undefined,
    delay: undefined,
    padding: undefined,
  }
}

/** The name of an encoder, which begins with a letter and ends where text ends; anything else at its place is sound or zeros. */
function printable(text: string): string | undefined {
  const name = /^[A-Za-z][\x20-\x7e]*/.exec(text)?.[0].trim()
  return name === undefined || name.length < 4 ? undefined : name
}
