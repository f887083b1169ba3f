import { BitWriter } from './bits.ts'
import type { GeneratedAudio } from './generated-track.ts'
import { stamp } from './stamp.ts'

interface Layer3 {
  readonly mpeg1: boolean
  readonly channels: 1 | 2
  readonly sampleRate: number
  readonly granules: 1 | 2
  readonly sideInfoBytes: number
}

// ISO 11172-3 §2.4.2.3 and ISO 13818-3 §2.4.2.3, in kbit/s and Hz.
const BITRATES_MPEG1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160]
const BITRATES_MPEG2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96]
const SAMPLE_RATES_MPEG1 = [44_100, 48_000, 32_000]
const HEADER_BYTES = 4
const MIN_FRAME_BYTES = 34
const INFO_BYTES = 156
const DISTINCT_FRAMES = 3
const QUIET_GAIN = 165
const MAX_QUADS = 140

/** Samples per frame and channel. */
export const mp3FrameSamples = (sampleRate: number): number => (sampleRate >= 32_000 ? 1152 : 576)

/**
 * A constant-rate MPEG-1 or MPEG-2 Layer III stream with an Info/LAME frame in front. The sound is faint noise: the
 * stamp is read by decoders as quantised values of ±1, so that no encoder is needed.
 */
export const renderMp3 = (audio: GeneratedAudio): Buffer => {
  const layer = describe(audio)
  const bitrate = smallestBitrate(layer, MIN_FRAME_BYTES + layer.sideInfoBytes)
  const length = frameLength(layer, bitrate)
  const mainBytes = length - HEADER_BYTES - layer.sideInfoBytes
  const bits = stamp(audio, mainBytes * DISTINCT_FRAMES)
  const frames = Array.from({ length: Math.min(DISTINCT_FRAMES, audio.blocks) }, (_, index) =>
    soundFrame(layer, bitrate, bits.subarray(index * mainBytes, (index + 1) * mainBytes)),
  )
  const sound = Buffer.alloc(length * audio.blocks, Buffer.concat(frames))
  return Buffer.concat([infoFrame(layer, audio.blocks, sound.length), sound])
}

const describe = ({ sampleRate, channels }: GeneratedAudio): Layer3 => {
  const mpeg1 = sampleRate >= 32_000
  const sideInfoBytes = mpeg1 ? (channels === 1 ? 17 : 32) : channels === 1 ? 9 : 17
  return { mpeg1, channels, sampleRate, granules: mpeg1 ? 2 : 1, sideInfoBytes }
}

const bitrates = (layer: Layer3): readonly number[] => (layer.mpeg1 ? BITRATES_MPEG1 : BITRATES_MPEG2)

const frameLength = (layer: Layer3, bitrateIndex: number): number => {
  const kbps = bitrates(layer)[bitrateIndex] ?? 0
  return Math.floor((mp3FrameSamples(layer.sampleRate) * 125 * kbps) / layer.sampleRate)
}

const smallestBitrate = (layer: Layer3, bytes: number): number => {
  let index = 1
  while (frameLength(layer, index) < bytes && index < 10) index++
  return index
}

const header = (layer: Layer3, bitrateIndex: number): Buffer => {
  const base = layer.mpeg1 ? layer.sampleRate : layer.sampleRate * 2
  const version = layer.mpeg1 ? 0xfb : 0xf3
  const mode = layer.channels === 1 ? 0xc0 : 0x00
  return Buffer.from([0xff, version, (bitrateIndex << 4) | (SAMPLE_RATES_MPEG1.indexOf(base) << 2), mode])
}

const soundFrame = (layer: Layer3, bitrateIndex: number, main: Uint8Array): Buffer => {
  const parts = layer.granules * layer.channels
  const lengths: number[] = []
  for (let part = 0, start = 0; part < parts; part++) {
    const end = Math.floor((main.length * 8 * (part + 1)) / parts)
    const length = wholeQuads(main, start, end)
    lengths.push(length)
    start += length
  }
  return Buffer.concat([header(layer, bitrateIndex), sideInfo(layer, lengths), main])
}

// How many bits from `start` on make whole quadruples of Huffman table 33 (a four-bit code whose zero bits are the
// values that a sign bit follows), not passing `end`.
const wholeQuads = (data: Uint8Array, start: number, end: number): number => {
  let at = start
  for (let quad = 0; quad < MAX_QUADS; quad++) {
    let next = at + 4
    for (let bit = at; bit < at + 4; bit++) {
      if ((((data[bit >>> 3] ?? 0) >>> (7 - (bit & 7))) & 1) === 0) next++
    }
    if (next > end) break
    at = next
  }
  return at - start
}

// ISO 11172-3 §2.4.1.7, ISO 13818-3 §2.4.1.7: everything lies in the count1 region, there are no scale factors.
const sideInfo = (layer: Layer3, lengths: readonly number[]): Buffer => {
  const bits = new BitWriter()
  if (layer.mpeg1) bits.write(0, layer.channels === 1 ? 18 : 20)
  else bits.write(0, layer.channels === 1 ? 9 : 10)
  for (const length of lengths) {
    bits.write(length, 12).write(0, 9).write(QUIET_GAIN, 8)
    bits.write(0, layer.mpeg1 ? 4 : 9).write(0, 1 + 15 + 7)
    bits.write(0, layer.mpeg1 ? 2 : 1).write(1, 1)
  }
  return bits.finish()
}

// The Xing header with all its fields, then the LAME extension ("Mp3 Info Tag revision 1") without its
// checksums, which cost more than all the rest of a file; the frame itself is silent.
const infoFrame = (layer: Layer3, frames: number, soundBytes: number): Buffer => {
  const start = HEADER_BYTES + layer.sideInfoBytes
  const bitrate = smallestBitrate(layer, start + INFO_BYTES)
  const frame = Buffer.alloc(frameLength(layer, bitrate))
  header(layer, bitrate).copy(frame)
  frame.write('Info', start, 'latin1')
  frame.writeUInt32BE(0xf, start + 4)
  frame.writeUInt32BE(frames, start + 8)
  frame.writeUInt32BE(frame.length + soundBytes, start + 12)
  for (let percent = 0; percent < 100; percent++) frame[start + 16 + percent] = Math.floor((percent * 256) / 100)
  const lame = start + 120
  frame.write('LAME3.100', lame, 'latin1')
  frame[lame + 9] = 0x01
  frame.writeUInt32BE(frame.length + soundBytes, lame + 28)
  return frame
}
