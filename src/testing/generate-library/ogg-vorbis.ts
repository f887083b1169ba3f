import { VorbisBitWriter } from './bits.ts'
import type { GeneratedAudio, GeneratedTrack } from './generated-track.ts'
import { oggStream } from './ogg.ts'
import { stamp } from './stamp.ts'
import { pictureField, vorbisComment } from './vorbis-comment.ts'

/** Samples that each packet but the first yields: half a block of 2,048. */
export const VORBIS_PACKET = 1024

const BLOCK_EXPONENT = 11
const VALUES = 256
const FLOOR_LEVEL = 120
const DISTINCT_PACKETS = 3

/** A whole Ogg Vorbis file: faint noise, each bit of the stamp being the sign of one coefficient. */
export const renderOggVorbis = (track: GeneratedTrack): Buffer => {
  const { audio } = track
  const comment = Buffer.concat([header(3), vorbisComment(track, pictureField(track)), Buffer.from([1])])
  const distinct = soundPackets(audio)
  const packets = Array.from({ length: audio.blocks }, (_, index) => distinct[index % distinct.length] ?? comment)
  return oggStream(audio.identity, [
    { packets: [identification(audio)], granule: () => 0 },
    { packets: [comment, SETUP], granule: () => 0 },
    { packets, granule: (done) => (done - 1) * VORBIS_PACKET },
  ])
}

const header = (type: number): Buffer => Buffer.from([type, ...Buffer.from('vorbis', 'latin1')])

// Vorbis I §4.2.2
const identification = ({ sampleRate, channels }: GeneratedAudio): Buffer => {
  const body = Buffer.alloc(23)
  body[4] = channels
  body.writeUInt32LE(sampleRate, 5)
  body[21] = BLOCK_EXPONENT | (BLOCK_EXPONENT << 4)
  body[22] = 1
  return Buffer.concat([header(1), body])
}

// The smallest setup that makes sound (Vorbis I §4.2.4): one codebook of the two values −1 and +1, which also serves
// as class book, one floor of two points, one residue over the first `VALUES` coefficients, one mapping, one mode.
const setup = (): Buffer => {
  const bits = new VorbisBitWriter()
  const float = (mantissa: number, negative: boolean): number => (negative ? 0x8000_0000 : 0) | (788 << 21) | mantissa
  bits.write(0, 8)
  bits.write(0x564342, 24).write(1, 16).write(2, 24).write(0, 2).write(0, 5).write(0, 5)
  bits.write(1, 4).write(float(1, true), 32).write(float(2, false), 32).write(0, 4).write(0, 1).write(0, 1).write(1, 1)
  bits.write(0, 6).write(0, 16)
  bits
    .write(0, 6)
    .write(1, 16)
    .write(0, 5)
    .write(0, 2)
    .write(BLOCK_EXPONENT - 1, 4)
  bits
    .write(0, 6)
    .write(2, 16)
    .write(0, 24)
    .write(VALUES, 24)
    .write(VALUES - 1, 24)
    .write(0, 6)
    .write(0, 8)
  bits.write(1, 3).write(0, 1).write(0, 8)
  bits.write(0, 6).write(0, 16).write(0, 1).write(0, 1).write(0, 2).write(0, 8).write(0, 8).write(0, 8)
  bits.write(0, 6).write(0, 1).write(0, 16).write(0, 16).write(0, 8)
  bits.write(1, 1)
  return Buffer.concat([header(5), bits.finish()])
}

const SETUP = setup()

// Vorbis I §4.3: an audio packet in mode 0, a flat floor for each channel, then residue class 0 and its values.
const soundPackets = (audio: GeneratedAudio): Buffer[] => {
  const bytes = VALUES / 8
  const noise = stamp(audio, bytes * DISTINCT_PACKETS)
  return Array.from({ length: DISTINCT_PACKETS }, (_, index) => {
    const bits = new VorbisBitWriter().write(0, 1)
    for (let channel = 0; channel < audio.channels; channel++) {
      bits.write(1, 1).write(FLOOR_LEVEL, 8).write(FLOOR_LEVEL, 8)
    }
    bits.write(0, 1)
    for (const byte of noise.subarray(index * bytes, (index + 1) * bytes)) bits.write(byte, 8)
    return bits.finish()
  })
}
