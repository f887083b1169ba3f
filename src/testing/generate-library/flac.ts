import { createHash, type Hash } from 'node:crypto'
import { u16 } from './big-endian.ts'
import { BitWriter } from './bits.ts'
import { flacFrameCrc, flacHeaderCrc } from './checksums.ts'
import type { GeneratedAudio, GeneratedTrack } from './generated-track.ts'
import { renderCover } from './picture.ts'
import { stamp } from './stamp.ts'
import { pictureBlock, vorbisComment } from './vorbis-comment.ts'

/** Samples of every block but the last. */
export const FLAC_BLOCK = 4096

// RFC 9639 §9.1.2: the codes of a frame header for sample rates in Hz.
const SAMPLE_RATE_CODES = new Map([
  [8_000, 4],
  [16_000, 5],
  [22_050, 6],
  [24_000, 7],
  [32_000, 8],
  [44_100, 9],
  [48_000, 10],
])
const BLOCK = { streamInfo: 0, padding: 1, vorbisComment: 4, picture: 6 }
const PADDING = Buffer.alloc(128)

/** Samples of the last block: from 64 to 191, by the file's identity. */
export const flacTail = (audio: Pick<GeneratedAudio, 'identity'>): number => 64 + (audio.identity % 128)

/**
 * A whole FLAC file (RFC 9639): steps of constant 16-bit samples, ended by a short verbatim block of noise that is the
 * file's own.
 */
export const renderFlac = (track: GeneratedTrack): Buffer => {
  const { audio } = track
  const noise = stamp(audio, flacTail(audio) * audio.channels * 2)
  const md5 = stepsMd5(audio).update(interleave(noise, audio.channels)).digest()
  const steps = Array.from({ length: audio.blocks }, (_, number) => stepFrame(audio, number))
  return Buffer.concat([...metadata(track, md5), ...steps, verbatimFrame(audio, audio.blocks, noise)])
}

const level = (block: number): number => 100 + 37 * block

// The steps are the same in every file, so that their part of the MD5 and their frames are made once.
const hashes: Record<1 | 2, Hash[]> = { 1: [createHash('md5')], 2: [createHash('md5')] }
const stepFrames = new Map<string, Buffer>()

const stepsMd5 = ({ channels, blocks }: GeneratedAudio): Hash => {
  const known = hashes[channels]
  for (let block = known.length - 1; block < blocks; block++) {
    const sample = Buffer.alloc(2)
    sample.writeInt16LE(level(block))
    known.push((known[block] ?? createHash('md5')).copy().update(Buffer.alloc(FLAC_BLOCK * channels * 2, sample)))
  }
  return (known[blocks] ?? createHash('md5')).copy()
}

const stepFrame = (audio: GeneratedAudio, number: number): Buffer => {
  const key = `${audio.sampleRate} ${audio.channels} ${number}`
  const frame = stepFrames.get(key) ?? constantFrame(audio, number)
  stepFrames.set(key, frame)
  return frame
}

const metadata = (track: GeneratedTrack, md5: Buffer): Buffer[] => {
  const blocks = [
    { type: BLOCK.streamInfo, body: streamInfo(track.audio, md5) },
    { type: BLOCK.vorbisComment, body: vorbisComment(track) },
  ]
  if (track.cover !== undefined) {
    blocks.push({ type: BLOCK.picture, body: pictureBlock(track.cover.mime, renderCover(track.cover)) })
  }
  blocks.push({ type: BLOCK.padding, body: PADDING })
  const parts: Buffer[] = [Buffer.from('fLaC', 'latin1')]
  blocks.forEach(({ type, body }, index) => {
    const head = Buffer.alloc(4)
    head.writeUInt32BE(body.length)
    head[0] = type | (index === blocks.length - 1 ? 0x80 : 0)
    parts.push(head, body)
  })
  return parts
}

const streamInfo = (audio: GeneratedAudio, md5: Buffer): Buffer =>
  new BitWriter()
    .write(FLAC_BLOCK, 16)
    .write(FLAC_BLOCK, 16)
    .write(0, 24)
    .write(0, 24)
    .write(audio.sampleRate, 20)
    .write(audio.channels - 1, 3)
    .write(15, 5)
    .write(0, 4)
    .write(audio.blocks * FLAC_BLOCK + flacTail(audio), 32)
    .bytes(md5)
    .finish()

// RFC 9639 §9.1: fixed block size, sixteen bits, independent channels. 12 is the code of 4,096 samples, 6 announces
// an eight-bit size after the frame number, which is coded as in UTF-8.
const frameHeader = (audio: GeneratedAudio, number: number, tail: number | undefined): Buffer => {
  const head = Buffer.concat([
    Buffer.from([
      0xff,
      0xf8,
      ((tail === undefined ? 12 : 6) << 4) | (SAMPLE_RATE_CODES.get(audio.sampleRate) ?? 0),
      ((audio.channels - 1) << 4) | (4 << 1),
    ]),
    Buffer.from(String.fromCodePoint(number), 'utf8'),
    Buffer.from(tail === undefined ? [] : [tail - 1]),
  ])
  return Buffer.concat([head, Buffer.from([flacHeaderCrc(head)])])
}

const withCrc = (frame: Buffer): Buffer => {
  return Buffer.concat([frame, u16(flacFrameCrc(frame))])
}

const constantFrame = (audio: GeneratedAudio, number: number): Buffer => {
  const subframe = [Buffer.from([0x00]), u16(level(number))]
  const subframes = audio.channels === 1 ? subframe : [...subframe, ...subframe]
  return withCrc(Buffer.concat([frameHeader(audio, number, undefined), ...subframes]))
}

// The noise is big-endian here, one channel after the other.
const verbatimFrame = (audio: GeneratedAudio, number: number, noise: Uint8Array): Buffer => {
  const perChannel = noise.length / audio.channels
  const parts: Uint8Array[] = [frameHeader(audio, number, perChannel / 2)]
  for (let channel = 0; channel < audio.channels; channel++) {
    parts.push(Uint8Array.of(0x02), noise.subarray(channel * perChannel, (channel + 1) * perChannel))
  }
  return withCrc(Buffer.concat(parts))
}

// The MD5 is that of little-endian samples, channels interleaved (RFC 9639 §8.2).
const interleave = (noise: Uint8Array, channels: number): Buffer => {
  const samples = noise.length / 2 / channels
  const pcm = Buffer.alloc(noise.length)
  for (let sample = 0; sample < samples; sample++) {
    for (let channel = 0; channel < channels; channel++) {
      const from = 2 * (channel * samples + sample)
      const to = 2 * (sample * channels + channel)
      pcm[to] = noise[from + 1] ?? 0
      pcm[to + 1] = noise[from] ?? 0
    }
  }
  return pcm
}
