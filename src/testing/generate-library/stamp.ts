import type { GeneratedAudio } from './generated-track.ts'
import { random } from './random.ts'

const IDENTITY_BYTES = 5

/**
 * The bytes that make a file's audio its own: identity and seed, seven bits a byte, then noise. No byte is above
 * 0x7F, so that a stamp never looks like an MPEG frame's sync word.
 */
export const stamp = (audio: GeneratedAudio, length: number): Uint8Array => {
  const bytes = new Uint8Array(length)
  writeBase128(bytes, 0, audio.identity)
  writeBase128(bytes, IDENTITY_BYTES, audio.seed >>> 0)
  const noise = random(audio.seed, audio.identity)
  for (let at = 2 * IDENTITY_BYTES; at < length; at += 4) {
    const word = noise.next()
    for (let part = 0; part < 4 && at + part < length; part++) bytes[at + part] = (word >>> (8 * part)) & 0x7f
  }
  return bytes
}

const writeBase128 = (bytes: Uint8Array, at: number, value: number): void => {
  let rest = value
  for (let index = 0; index < IDENTITY_BYTES && at + index < bytes.length; index++) {
    bytes[at + index] = rest % 128
    rest = Math.floor(rest / 128)
  }
}
