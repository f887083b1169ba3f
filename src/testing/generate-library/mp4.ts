import { AAC_FRAME, aacFrame, audioSpecificConfig } from './aac.ts'
import { u16, u32 } from './big-endian.ts'
import type { GeneratedAudio, GeneratedTrack } from './generated-track.ts'
import { ilst } from './ilst.ts'
import { atom, fullAtom } from './mp4-atom.ts'

/** A whole M4A file; every third one has its `moov` atom behind the audio, as encoders that stream write it. */
export const renderM4a = (track: GeneratedTrack): Buffer => {
  const { audio } = track
  const frame = aacFrame(audio)
  const ftyp = atom('ftyp', Buffer.from('M4A \0\0\0\0M4A mp42isom', 'latin1'))
  const mdat = atom('mdat', Buffer.alloc(frame.length * audio.blocks, frame))
  const header = movieHeader(audio)
  const trak = trackAtom(audio, frame.length)
  const moov = atom('moov', header, trak, atom('udta', metaAtom(track)))
  const moovLast = audio.identity % 3 === 2
  const mdatStart = moovLast ? ftyp.length : ftyp.length + moov.length
  // The chunk offset is the last field of `trak`.
  moov.writeUInt32BE(mdatStart + 8, 8 + header.length + trak.length - 4)
  return Buffer.concat(moovLast ? [ftyp, mdat, moov] : [ftyp, moov, mdat])
}

const IDENTITY_MATRIX = [0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000].map(u32)

const duration = (audio: GeneratedAudio): Buffer => u32(audio.blocks * AAC_FRAME)

// ISO 14496-12 §8.2.2; the movie's clock is the sample rate.
const movieHeader = (audio: GeneratedAudio): Buffer =>
  fullAtom(
    'mvhd',
    0,
    ...[u32(0), u32(0), u32(audio.sampleRate), duration(audio), u32(0x10000), u16(0x100), Buffer.alloc(10)],
    ...[...IDENTITY_MATRIX, Buffer.alloc(24), u32(2)],
  )

const trackAtom = (audio: GeneratedAudio, frameBytes: number): Buffer =>
  atom(
    'trak',
    fullAtom(
      'tkhd',
      7,
      ...[u32(0), u32(0), u32(1), u32(0), duration(audio), Buffer.alloc(8), u16(0), u16(0), u16(0x100), u16(0)],
      ...[...IDENTITY_MATRIX, u32(0), u32(0)],
    ),
    atom(
      'mdia',
      fullAtom('mdhd', 0, u32(0), u32(0), u32(audio.sampleRate), duration(audio), u16(0x55c4), u16(0)),
      fullAtom('hdlr', 0, u32(0), Buffer.from('soun', 'latin1'), Buffer.alloc(13)),
      atom('minf', fullAtom('smhd', 0, u32(0)), dataInformation(), sampleTable(audio, frameBytes)),
    ),
  )

const dataInformation = (): Buffer => atom('dinf', fullAtom('dref', 0, u32(1), fullAtom('url ', 1)))

// All samples have one size and one duration and lie in one chunk, so each table has one entry.
const sampleTable = (audio: GeneratedAudio, frameBytes: number): Buffer =>
  atom(
    'stbl',
    fullAtom('stsd', 0, u32(1), sampleDescription(audio)),
    fullAtom('stts', 0, u32(1), u32(audio.blocks), u32(AAC_FRAME)),
    fullAtom('stsc', 0, u32(1), u32(1), u32(audio.blocks), u32(1)),
    fullAtom('stsz', 0, u32(frameBytes), u32(audio.blocks)),
    fullAtom('stco', 0, u32(1), u32(0)),
  )

const sampleDescription = (audio: GeneratedAudio): Buffer =>
  atom(
    'mp4a',
    ...[Buffer.alloc(6), u16(1), Buffer.alloc(8), u16(audio.channels), u16(16), u32(0)],
    ...[u32(audio.sampleRate * 0x10000), fullAtom('esds', 0, elementaryStream(audio))],
  )

// ISO 14496-1 §7.2.6: ES, DecoderConfig (AAC, audio stream), DecoderSpecificInfo and SLConfig descriptors.
const elementaryStream = (audio: GeneratedAudio): Buffer => {
  const descriptor = (tag: number, ...parts: Buffer[]): Buffer => {
    const body = Buffer.concat(parts)
    return Buffer.concat([Buffer.from([tag, body.length]), body])
  }
  const decoder = [Buffer.from([0x40, 0x15, 0, 0, 0]), u32(0), u32(0), descriptor(5, audioSpecificConfig(audio))]
  return descriptor(3, u16(1), Buffer.from([0]), descriptor(4, ...decoder), descriptor(6, Buffer.from([2])))
}

const metaAtom = (track: GeneratedTrack): Buffer =>
  fullAtom(
    'meta',
    0,
    fullAtom('hdlr', 0, u32(0), Buffer.from('mdirappl', 'latin1'), Buffer.alloc(9)),
    atom('ilst', ...ilst(track)),
  )
